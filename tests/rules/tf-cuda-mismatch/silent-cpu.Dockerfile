# The CPU package, and a service that hides the GPUs.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS cpu
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow-cpu==2.15.0

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS hidden
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0
ENV CUDA_VISIBLE_DEVICES=-1
