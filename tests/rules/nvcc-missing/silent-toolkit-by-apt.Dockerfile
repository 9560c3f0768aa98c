FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip cuda-nvcc-12-4
FROM base
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install --no-build-isolation flash-attn==2.8.2
RUN nvcc --version
