ARG CUDA_VERSION=
ARG BASE=notset
ARG TAG=non-existing
ARG FLAVOR
FROM nvidia/cuda:${CUDA_VERSION}-base-ubuntu22.04
FROM ${BASE}
FROM nvidia/cuda:${TAG}
FROM nvidia/cuda:${CUDA_VERSION:-12.4.1}-base-ubuntu22.04
