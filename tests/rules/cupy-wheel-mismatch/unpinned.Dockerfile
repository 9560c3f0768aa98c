# The name says for which CUDA it is, in whichever version.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "cupy-cuda11x>=12"
#                 ^^^^^^^^^^^^^^^^ cupy-wheel-mismatch: cupy-cuda11x needs the CUDA libraries of CUDA 11, and nvidia/cuda:12.4.1-devel-ubuntu22.04 has CUDA 12.4.1
