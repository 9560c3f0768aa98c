# torch is not known, or comes later; a wheel for any Python; a name that says nothing; a page of another project.
FROM nvcr.io/nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS unknown
RUN apt-get update && apt-get install -y python3-pip
COPY requirements.txt .
RUN pip3 install -r requirements.txt
RUN pip3 install https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
FROM python:3.10-slim AS later
RUN pip install torch==2.7.1
RUN pip install --no-deps https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
RUN pip install torch==2.6.0
#               ^^^^^^^^^^^^ torch-overridden: torch 2.6.0
FROM python:3.10-slim AS page
RUN pip install torch==2.4.1
RUN pip install torchmetrics==1.4.0 --no-deps -f https://data.pyg.org/whl/torch-2.3.0+cu121.html
FROM python:3.10-slim AS abi3
RUN pip install torch==2.6.0
RUN pip install https://github.com/flashinfer-ai/flashinfer/releases/download/v0.2.2.post1/flashinfer_python-0.2.2.post1+cu124torch2.6-cp38-abi3-linux_x86_64.whl
FROM python:3.10-slim AS variable
ARG TORCH
RUN pip install torch==${TORCH}
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
