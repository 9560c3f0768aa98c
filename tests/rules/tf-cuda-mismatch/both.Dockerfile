FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.19.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: needs CUDA 12 and cuDNN 9
