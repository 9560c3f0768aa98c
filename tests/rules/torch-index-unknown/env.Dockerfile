FROM python:3.10-slim
ENV PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cu123
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu123 does not exist: no torch was built for that CUDA
RUN pip install torch
RUN pip install requests
