FROM condaforge/miniforge3:24.3.0-0
ARG CUDA=11.3
RUN mamba install -y "cudatoolkit=${CUDA}" numpy
#                    ^^^^^^^^^^^^^^^^^^^^^ cudatoolkit-no-nvcc: cudatoolkit 11.3 of conda has no nvcc
COPY kernel.cu .
RUN nvcc kernel.cu -o kernel
