# flags: --gpu H100
ARG TORCH_VERSION=1.12.1
FROM python:3.8-slim
ARG TORCH_VERSION
RUN pip install torch==${TORCH_VERSION}+cu116 --extra-index-url https://download.pytorch.org/whl/cu116
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 1.12.1+cu116 has no code for H100 (sm_90), which this project declares
