ARG OS=ubuntu20.04
FROM nvidia/cuda:11.8.0-runtime-${OS} AS base
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.8.0-runtime-ubuntu20.04 builds on Ubuntu 20.04, which is out of support since 2025-05-29
FROM base AS one
COPY app /app
FROM base
COPY other /app
