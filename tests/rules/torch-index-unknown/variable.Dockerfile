FROM python:3.11-slim
ARG CUDA_SHORT=120
RUN pip install torch==2.1.0+cu${CUDA_SHORT} --index-url=https://download.pytorch.org/whl/cu${CUDA_SHORT}/
#                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu120/ does not exist: no torch was built for that CUDA
