# The GPU is for something else; and an ARG decides.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS mixed
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
