FROM ubuntu:20.04
ENV NVARCH=x86_64
RUN apt-get update && apt-get install -y curl gnupg2 && \
    curl -fsSL https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/${NVARCH}/7fa2af80.pub | apt-key add - && \
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
    echo "deb https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/${NVARCH} /" > /etc/apt/sources.list.d/cuda.list && \
    rm -rf /var/lib/apt/lists/*
RUN apt-get update
