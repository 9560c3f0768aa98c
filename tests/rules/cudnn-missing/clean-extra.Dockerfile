FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install 'onnxruntime-gpu[cuda,cudnn]==1.22.0'
