# conda and NVIDIA's installer bring one, in the stage or below it.
FROM ubuntu:22.04 AS runfile
RUN apt-get update && apt-get install -y wget build-essential python3-pip
RUN wget -q https://developer.download.nvidia.com/compute/cuda/12.4.1/local_installers/cuda_12.4.1_550.54.15_linux.run && \
    sh cuda_12.4.1_550.54.15_linux.run --silent --toolkit
FROM runfile AS child
ENV PATH=/usr/local/cuda/bin:$PATH
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install --no-build-isolation flash-attn==2.8.2
FROM continuumio/miniconda3 AS conda
RUN conda install -y -c nvidia cuda-nvcc=12.4
RUN nvcc kernel.cu
