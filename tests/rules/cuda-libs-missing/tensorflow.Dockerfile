FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.14.0 "numpy<2"
#                ^^^^^^^^^^^^^^^^^^ cuda-libs-missing: tensorflow 2.14.0
