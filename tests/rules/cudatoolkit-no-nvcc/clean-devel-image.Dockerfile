FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
COPY --from=continuumio/miniconda3 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c conda-forge cudatoolkit=11.8
COPY kernel.cu .
RUN nvcc kernel.cu -o kernel
