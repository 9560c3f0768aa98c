ARG CUDA_VERSION=
ARG OS=ubuntu22.04
FROM nvidia/cuda:${CUDA_VERSION:-12.4.1}-base-${OS} AS base
ARG OTHER
COPY --from=base /a /a
