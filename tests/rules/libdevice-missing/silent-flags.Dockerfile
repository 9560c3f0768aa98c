# The container is told where to look.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.5.3"

FROM base AS env
ENTRYPOINT ["env", "XLA_FLAGS=--xla_gpu_cuda_data_dir=/app/cuda", "python3", "train.py"]

FROM base AS shell
CMD XLA_FLAGS=--xla_gpu_cuda_data_dir=/app/cuda python3 train.py

FROM base AS inner
CMD ["sh", "-c", "export XLA_FLAGS=--xla_gpu_cuda_data_dir=/app/cuda; exec python3 train.py"]

FROM base AS set
ENV CUDA_DIR=/app/cuda
CMD ["python3", "train.py"]
