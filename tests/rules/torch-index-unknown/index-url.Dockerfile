FROM python:3.10-slim
RUN pip install torch --index-url https://download.pytorch.org/whl/cu122
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-index-unknown: https://download.pytorch.org/whl/cu122 does not exist: no torch was built for that CUDA
