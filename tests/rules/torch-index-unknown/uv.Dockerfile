FROM python:3.10-slim
RUN pip install uv
RUN uv pip install --system torch --index-url https://download.pytorch.org/whl/cu120
#                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu120 does not exist: no torch was built for that CUDA
