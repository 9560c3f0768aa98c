FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install cupy-cuda11x==13.3.0
#                ^^^^^^^^^^^^^^^^^^^^ cupy-wheel-mismatch: cupy-cuda11x 13.3.0 needs the CUDA libraries of CUDA 11
CMD ["python3", "-c", "import cupy"]
