FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN CONDA_OVERRIDE_CUDA= /opt/conda/bin/conda install -y -c conda-forge pytorch
RUN export CONDA_OVERRIDE_CUDA="" && /opt/conda/bin/conda install -y -c conda-forge pytorch
ENV CONDA_OVERRIDE_CUDA=""
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch
