FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.15.0 needs CUDA 12 and cuDNN 8, and nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 has CUDA 11.8
