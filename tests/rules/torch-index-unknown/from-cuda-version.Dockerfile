FROM python:3.11-slim
ARG CUDA_VERSION=12.3
RUN pip install torch --index-url https://download.pytorch.org/whl/cu${CUDA_VERSION//./}
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu123 does not exist: no torch was built for that CUDA
