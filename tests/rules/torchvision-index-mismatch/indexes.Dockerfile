FROM python:3.11-slim
RUN pip install torch==2.4.1 torchvision==0.19.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip install --no-deps torchaudio==2.4.1 --index-url https://download.pytorch.org/whl/cu121
#                         ^^^^^^^^^^^^^^^^^ torchvision-index-mismatch: torchaudio 2.4.1 is built for CUDA 12.1, and torch 2.4.1+cu124 for CUDA 12.4
