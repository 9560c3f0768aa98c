# flags: --driver 535.104.05
FROM python:3.11-slim AS empty
ENV CUDA_VISIBLE_DEVICES=""
RUN pip install torch==2.12.0
FROM python:3.11-slim AS minus
ENV CUDA_VISIBLE_DEVICES=-1
RUN pip install torch==2.12.0
FROM python:3.11-slim
ENV NVIDIA_VISIBLE_DEVICES=void
#                          ^^^^ visible-devices-hidden: hides all GPUs from torch
RUN pip install torch==2.12.0
