ARG CUDA_VERSION=
ARG OS=ubuntu22.04
FROM nvidia/cuda:${CUDA_VERSION:-12.4.1}-base-${OS} AS base
FROM ubuntu:22.04
ARG OTHER
COPY --from=base /a /a
RUN echo nvidia/cuda:${OTHER}
