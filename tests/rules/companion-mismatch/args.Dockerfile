FROM python:3.10-slim
ARG TORCH_VERSION=2.5.1
ARG TORCHVISION_VERSION=0.19.1
RUN pip install "torch==${TORCH_VERSION}" "torchvision==${TORCHVISION_VERSION}"
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ companion-mismatch: torchvision 0.19.1 is made for torch 2.4.1, not 2.5.1
