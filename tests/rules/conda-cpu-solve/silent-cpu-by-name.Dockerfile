FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch cpuonly
RUN /opt/conda/bin/conda install -y -c conda-forge "pytorch=2.5.1=cpu*"
RUN /opt/conda/bin/conda install -y -c conda-forge "pytorch=2.5.1=cpu_generic_py312h1"
