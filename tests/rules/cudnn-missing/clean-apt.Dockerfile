FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip libcudnn9-cuda-12
RUN pip3 install onnxruntime-gpu==1.20.1
