# Ranges, unknown versions, the newest build by chance, a build that is named, another platform, failures that are swallowed.
FROM continuumio/miniconda3
ARG CUDA
RUN conda install -y -c conda-forge "cuda-version>=12.7" && conda install -y -c conda-forge cuda-version=$CUDA
RUN conda install -y -c pytorch -c nvidia pytorch==1.13.1 cudatoolkit=11.7
RUN conda install -y -c pytorch -c conda-forge "pytorch=1.9.0=py3.8_cuda11.1*" cudatoolkit=11.3
RUN conda install -y -c pytorch pytorch==1.13.1 cudatoolkit=10.2 cpuonly
RUN conda install -y -c conda-forge cudatoolkit=12.4 numpy || true
RUN if [ -n "$OLD" ]; then conda install -y -c conda-forge cuda-version=12.7; fi
RUN conda search -c conda-forge cuda-version=12.7; echo conda install cuda-version=12.7
