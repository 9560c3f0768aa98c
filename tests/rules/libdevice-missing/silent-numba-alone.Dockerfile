# numba compiles for the CPU; that it is there proves nothing of a GPU.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install numba==0.60.0
