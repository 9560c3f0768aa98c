FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG CUDA_VERSION=12.4
#   ^^^^^^^^^^^^ arg-shadowed-by-base-env: ARG CUDA_VERSION is 12.4, but the base image sets CUDA_VERSION to 12.4.1
RUN echo "cu${CUDA_VERSION}" $CUDA_VERSION
