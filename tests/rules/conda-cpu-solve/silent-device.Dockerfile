FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN --device=nvidia.com/gpu=all /opt/conda/bin/conda install -y -c conda-forge pytorch
