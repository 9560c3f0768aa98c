FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG CUDA_VERSION=12.4
RUN echo hello
