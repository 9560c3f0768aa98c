FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime
RUN pip install deepspeed==0.15.4
#               ^^^^^^^^^^^^^^^^^ jit-nvcc-missing: deepspeed 0.15.4 compiles CUDA code when it is used
CMD ["python", "train.py"]
