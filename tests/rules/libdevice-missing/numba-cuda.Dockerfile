FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install numba-cuda==0.15.0
#                ^^^^^^^^^^^^^^^^^^ libdevice-missing: numba-cuda 0.15.0 compiles for the GPU
