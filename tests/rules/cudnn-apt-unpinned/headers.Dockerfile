ARG CUDA=11.7.1
FROM nvidia/cuda:${CUDA}-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends \
    git \
    libcudnn8-dev
#   ^^^^^^^^^^^^^ cudnn-apt-unpinned: apt takes libcudnn8-dev 8.9.6.50-1+cuda12.2 or newer, and the image has CUDA 11.7.1
