ARG CUDA=11-8
FROM ubuntu:22.04
ARG CUDA
RUN apt-get update && apt-get install -y cuda-runtime-${CUDA}
#                                        ^^^^^^^^^^^^^^^^^^^^ driver-in-image: cuda-runtime-11-8 installs an NVIDIA driver into the image, and the host has its own
