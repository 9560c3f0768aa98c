FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20
#                ^^^^^^^^^^^^^^ jit-nvcc-missing: sglang 0.5.20 compiles CUDA code when it is used
