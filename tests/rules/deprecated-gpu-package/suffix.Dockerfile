FROM python:3.11-slim
RUN pip install torch==2.9.1 nvidia-cublas-cu13 nvidia-nccl-cu13
#                            ^^^^^^^^^^^^^^^^^^ deprecated-gpu-package: nvidia-cublas-cu13 is a placeholder: the package is called nvidia-cublas
