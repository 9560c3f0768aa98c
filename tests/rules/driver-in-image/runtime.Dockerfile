ARG CUDA=11-8
FROM ubuntu:22.04
ARG CUDA
RUN apt-get update && apt-get install -y cuda-runtime-${CUDA}
