FROM python:3.10-slim
RUN pip install "torch>=2.0" --extra-index-url https://download.pytorch.org/whl/cu121
#                ^^^^^^^^^^ torch-index-ended: torch comes from PyPI for CUDA 13.0, not from cu121: that index ends with torch 2.5.1
