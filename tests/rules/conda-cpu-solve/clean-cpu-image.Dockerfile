FROM condaforge/miniforge3:24.3.0-0
RUN conda install -y -c conda-forge pytorch
