FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ devel-in-final: ships the whole CUDA toolkit
RUN pip install transformers accelerate
COPY serve.py .
CMD ["python", "-m", "transformers.commands.transformers_cli", "serve"]
