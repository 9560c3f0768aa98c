# Other channels may be configured, or are not known.
FROM continuumio/miniconda3
RUN conda config --add channels pytorch
RUN conda install -y -c nvidia pytorch-cuda=12.1 numpy
RUN conda install -y -c our-mirror pytorch-cuda=12.6 cudatoolkit=12.4 numpy
RUN conda install -y -c https://conda.example.com/all pytorch-cuda=12.7 numpy
COPY condarc /root/.condarc
RUN conda install -y -c conda-forge cuda-version=12.7 pytorch-cuda=12.1 numpy
