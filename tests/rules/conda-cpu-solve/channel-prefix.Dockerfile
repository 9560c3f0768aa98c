FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/mamba install -y conda-forge::pytorch=2.4 numpy
#                                   ^^^^^^^^^^^^^^^^^^^^^^^^ conda-cpu-solve: pytorch of conda-forge
