FROM condaforge/miniforge3:24.3.0-0
RUN mamba install -y -c conda-forge -c pytorch "pytorch=*=cpu*"
RUN mamba install -y -c conda-forge pytorch-cpu
RUN mamba install -y -c pytorch -c conda-forge "pytorch=2.6.0=cpu*"
RUN mamba install -y -c pytorch-nightly -c nvidia pytorch
RUN mamba install -y -c our-mirror -c pytorch pytorch
