FROM python:3.11-slim
RUN pip install torch==2.4.1+cu118 torchvision==0.19.1+cu121 -f https://download.pytorch.org/whl/torch_stable.html
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^ torchvision-index-mismatch: torchvision 0.19.1+cu121 is built for CUDA 12.1, and torch 2.4.1+cu118 for CUDA 11.8
