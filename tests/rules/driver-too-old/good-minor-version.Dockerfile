# flags: --driver 515.65.01
FROM python:3.11-slim
# The driver came with CUDA 11.7; all of CUDA 11 runs on 450.80.02 and newer.
RUN pip install torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118
