FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV UV_TORCH_BACKEND=auto
#                    ^^^^ torch-backend-auto: --torch-backend=auto goes by the driver
COPY --from=ghcr.io/astral-sh/uv:0.7.2 /uv /usr/local/bin/uv
RUN uv venv /opt/venv --python 3.11
ENV VIRTUAL_ENV=/opt/venv
RUN uv pip install torch==2.6.0 torchvision==0.21.0
RUN uv pip install vllm
