FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1
#               ^^^^^^^^^^^^^^^^^^^ torchvision-index-mismatch: torchvision 0.19.1 is built for CUDA 12.1, and torch 2.4.1+cu118 for CUDA 11.8
