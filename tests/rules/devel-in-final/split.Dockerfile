FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ devel-in-final: ships the whole CUDA toolkit, and only the installation of flash-attn 2.8.2 uses it
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
RUN pip3 install mlflow
CMD ["python3", "-m", "mlflow", "server"]
