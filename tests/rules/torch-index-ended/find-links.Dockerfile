FROM python:3.10-slim
RUN pip install torch -f https://download.pytorch.org/whl/cu113/torch_stable.html
#               ^^^^^ torch-index-ended: torch comes from PyPI for CUDA 13.0, not from cu113: that index ends with torch 1.12.1
