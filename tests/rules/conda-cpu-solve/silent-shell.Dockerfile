FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
SHELL ["/usr/bin/env", "CONDA_OVERRIDE_CUDA=12.4", "bash", "-c"]
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch
