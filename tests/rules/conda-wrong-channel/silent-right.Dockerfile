FROM continuumio/miniconda3
RUN conda install -y pytorch==2.5.1 torchvision==0.20.1 pytorch-cuda=12.4 -c pytorch -c nvidia
RUN conda create -n a -y pytorch==1.12.1 cudatoolkit=11.3 -c pytorch
RUN conda create -n b -y pytorch==1.12.1 cudatoolkit=11.6 -c pytorch -c conda-forge
RUN conda create -n c -y pytorch==1.8.0 cudatoolkit=10.2 -c pytorch
RUN conda create -n d -y cudatoolkit=11.3 python=3.9
RUN conda create -n e -y cuda-version=12.8 cuda-nvcc -c conda-forge
RUN conda create -n f -y "cudatoolkit>=11" cudatoolkit
