FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
ENV PIP_EXTRA_INDEX_URL=https://pypi.example.com/simple
RUN pip3 install onnxruntime-gpu==1.20.1
