FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel AS other
RUN apt-get update && apt-get install -y git
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN TORCH_CUDA_ARCH_LIST=8.0 pip install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
COPY requirements.txt .
RUN pip3 install -r requirements.txt
RUN pip3 install torch
RUN TORCH_CUDA_ARCH_LIST=8.0 pip3 install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
