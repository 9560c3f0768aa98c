FROM ubuntu:20.04
RUN apt-get update && apt-get install -y gnupg2 curl ca-certificates && \
    curl -fsSL https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/x86_64/3bf863cc.pub | apt-key add - && \
    echo "deb https://developer.download.nvidia.com/compute/cuda/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/cuda.list && \
    echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list
RUN apt-get update && apt-get install -y cuda-cudart-11-3
#   ^^^^^^^^^^^^^^ cuda-apt-key-rotated: NVIDIA's machine-learning repository is signed with the key 7fa2af80, which nothing brings here
