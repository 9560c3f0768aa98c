FROM continuumio/miniconda3
RUN conda install -y -c nvidia/label/cuda-11.8.0 cuda-toolkit cuda-nvcc
RUN conda install -y -c pytorch -c nvidia/label/cuda-11.8.0 pytorch==2.0.1 pytorch-cuda=11.8
RUN conda install -y -c conda-forge -c nvidia cudatoolkit=11.1 cudatoolkit-dev
