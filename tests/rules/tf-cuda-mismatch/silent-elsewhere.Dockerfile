# The right libraries may be found first: NVIDIA's wheels, a path of one's own.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0 nvidia-cudnn-cu12 nvidia-cublas-cu12

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0
ENV LD_LIBRARY_PATH=/mnt/cuda-12.2/lib64
