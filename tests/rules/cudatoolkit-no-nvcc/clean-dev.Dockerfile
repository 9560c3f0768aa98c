FROM continuumio/miniconda3
RUN conda install -y -c conda-forge cudatoolkit-dev=11.7
COPY kernel.cu .
RUN nvcc kernel.cu -o kernel
