FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS flashinfer
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install flashinfer-python==0.3.0 flashinfer-jit-cache==0.3.0
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS sglang
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS compiled-for-one-cuda
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install https://github.com/flashinfer-ai/flashinfer/releases/download/v0.1.4/flashinfer-0.1.4+cu121torch2.4-cp310-cp310-linux_x86_64.whl
