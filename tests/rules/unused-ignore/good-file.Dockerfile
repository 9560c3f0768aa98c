# syntax=docker/dockerfile:1
# cudafit: ignore-file=gpu-at-build
FROM ubuntu:22.04 AS a
RUN nvidia-smi
FROM ubuntu:22.04 AS b
RUN nvidia-smi
