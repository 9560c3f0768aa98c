FROM python:3.10-slim
ARG TORCH_VERSION=2.2.0
ARG TORCHVISION_VERSION=0.16.2
RUN pip install "torch==${TORCH_VERSION}" "torchvision==${TORCHVISION_VERSION}"
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ companion-mismatch: torchvision 0.16.2 is made for torch 2.1.2, not 2.2.0
