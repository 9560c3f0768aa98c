# libcusolver.so.11 came with CUDA 11.1.
FROM nvidia/cuda:11.0.3-cudnn8-runtime-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.0.3-cudnn8-runtime-ubuntu20.04: NVIDIA's support for CUDA 11.0.3 ended
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.8.4
#                ^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.8.4 needs CUDA 11 and cuDNN
