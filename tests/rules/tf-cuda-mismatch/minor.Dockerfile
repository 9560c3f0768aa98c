FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu20.04 builds on Ubuntu 20.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.4.4
#                ^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: needs CUDA 11.0 and cuDNN 8
