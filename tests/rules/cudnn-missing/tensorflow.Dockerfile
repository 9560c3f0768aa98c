ARG BASE=nvidia/cuda:11.8.0-runtime-ubuntu22.04
FROM ${BASE}
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.14.0 "numpy<2"
#                ^^^^^^^^^^^^^^^^^^ cudnn-missing: tensorflow 2.14.0 needs cuDNN 8
