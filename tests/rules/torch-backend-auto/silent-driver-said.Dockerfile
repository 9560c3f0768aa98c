FROM nvidia/cuda:12.6.3-base-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:0.7.2 /uv /usr/local/bin/uv
RUN uv venv /opt/venv --python 3.11
ENV VIRTUAL_ENV=/opt/venv
RUN UV_CUDA_DRIVER_VERSION=560.35.03 uv pip install torch==2.7.1 --torch-backend=auto
ENV UV_CUDA_DRIVER_VERSION=560.35.03
RUN uv pip install torch==2.7.1 --torch-backend=auto
