FROM nvidia/cuda:12.5.1-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.18.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.18.0 needs cuDNN >= 9.3
