# flags: --driver 470.82.01
ARG CUDA=cu124
FROM python:3.11-slim
ARG CUDA
RUN pip install torch==2.4.1 torchvision==0.19.1 --index-url https://download.pytorch.org/whl/${CUDA}
#               ^^^^^^^^^^^^ driver-too-old: torch 2.4.1+cu124 needs NVIDIA driver >= 525.60.13, but this project declares 470.82.01
