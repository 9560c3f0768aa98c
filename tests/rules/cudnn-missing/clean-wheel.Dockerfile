FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install nvidia-cudnn-cu12 onnxruntime-gpu==1.20.1
