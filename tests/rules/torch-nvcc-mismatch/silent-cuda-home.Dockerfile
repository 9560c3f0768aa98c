FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip cuda-nvcc-11-8
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
ENV CUDA_HOME=/usr/local/cuda-11.8
RUN pip3 install --no-build-isolation flash-attn==2.8.2
