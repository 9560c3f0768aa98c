ARG BASE
FROM ${BASE} AS a
RUN nvcc kernel.cu
FROM registry.example.com/team/cuda:12 AS b
RUN pip install --no-build-isolation flash-attn
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY install.sh .
RUN ./install.sh && nvcc kernel.cu
