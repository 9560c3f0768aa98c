ARG CUDA_VERSION=11.8
FROM nvidia/cuda:${CUDA_VERSION}.0-devel-ubuntu22.04
ARG CUDA_VERSION
#   ^^^^^^^^^^^^ arg-shadowed-by-base-env: ARG CUDA_VERSION is 11.8, but the base image sets CUDA_VERSION to 11.8.0
RUN echo ${CUDA_VERSION}
