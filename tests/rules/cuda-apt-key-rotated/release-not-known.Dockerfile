FROM ubuntu:18.04
ARG RELEASE
RUN curl -fsSL https://developer.download.nvidia.com/compute/cuda/repos/ubuntu${RELEASE}/x86_64/7fa2af80.pub | apt-key add -
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
