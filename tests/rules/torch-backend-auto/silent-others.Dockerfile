FROM python:3.12-slim AS named
RUN pip install uv && uv pip install --system torch==2.7.1 --torch-backend=cu126
FROM python:3.12-slim AS no-torch
RUN pip install uv && uv pip install --system numpy requests --torch-backend=auto
FROM python:3.12-slim AS start
RUN pip install uv
CMD uv pip install --system torch==2.7.1 --torch-backend=auto
FROM python:3.12-slim AS asked
RUN pip install uv && if [ -n "$GPU" ]; then uv pip install --system torch==2.7.1 --torch-backend=auto; fi
FROM python:3.12-slim AS device
RUN --device=nvidia.com/gpu=all pip install uv && uv pip install --system torch==2.7.1 --torch-backend=auto
FROM pytorch/pytorch:2.7.1-cuda12.6-cudnn9-runtime AS there
RUN pip install uv && uv pip install --system torch --torch-backend=auto
FROM python:3.12-slim AS changed
ENV UV_TORCH_BACKEND=auto
RUN pip install uv && UV_TORCH_BACKEND=cu126 uv pip install --system torch==2.7.1
