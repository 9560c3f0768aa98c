FROM continuumio/miniconda3
RUN conda install -y -c conda-forge cudatoolkit=11.8
#                                   ^^^^^^^^^^^^^^^^ cudatoolkit-no-nvcc: cudatoolkit 11.8 of conda has no nvcc
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o kernel
