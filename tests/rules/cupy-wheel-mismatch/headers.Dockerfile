FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda12x==13.3.0
#                ^^^^^^^^^^^^^^^^^^^^ cupy-wheel-mismatch: cupy-cuda12x 13.3.0 compiles with CUDA's headers when it runs, and nvidia/cuda:12.4.1-runtime-ubuntu22.04 has none
