FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu124
#                ^^^^^^^^^^^^ torch-wheel-cuda-differs: torch 2.5.1+cu124 brings CUDA 12.4
COPY kernel.cu .
RUN nvcc -arch=sm_80 -o /usr/local/bin/kernel kernel.cu
CMD ["python3", "serve.py"]
