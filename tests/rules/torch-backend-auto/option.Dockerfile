FROM nvidia/cuda:12.6.3-base-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:0.7.2 /uv /usr/local/bin/uv
RUN uv venv /opt/venv --python 3.11
ENV VIRTUAL_ENV=/opt/venv
RUN uv pip install torch==2.7.1 --torch-backend=auto
#                                               ^^^^ torch-backend-auto: --torch-backend=auto goes by the driver of the machine that builds: without one, torch is the CPU build
