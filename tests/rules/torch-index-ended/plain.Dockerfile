FROM python:3.10-slim
RUN pip install torch torchvision --extra-index-url https://download.pytorch.org/whl/cu118
#               ^^^^^ torch-index-ended: torch comes from PyPI for CUDA 13.0, not from cu118: that index ends with torch 2.7.1
