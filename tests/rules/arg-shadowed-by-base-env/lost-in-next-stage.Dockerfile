FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS base
ARG CUDA_VERSION=12.4
FROM base
RUN echo $CUDA_VERSION
#        ^^^^^^^^^^^^^ arg-shadowed-by-base-env: CUDA_VERSION is 12.4.1 here, not 12.4: a stage starts with the environment of its base image
