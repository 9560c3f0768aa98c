FROM python:3.11
ENV PIP_EXTRA_INDEX_URL="https://download.pytorch.org/whl/cu124"
RUN pip install --no-cache-dir torch
#                              ^^^^^ torch-index-ended: torch comes from PyPI for CUDA 13.0, not from cu124: that index ends with torch 2.6.0
