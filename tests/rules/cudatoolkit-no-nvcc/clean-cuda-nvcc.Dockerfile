FROM continuumio/miniconda3
RUN conda install -y -c conda-forge -c nvidia cudatoolkit=11.8 cuda-nvcc=11.8
COPY kernel.cu .
RUN nvcc kernel.cu -o kernel
