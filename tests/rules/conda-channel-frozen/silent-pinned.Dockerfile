FROM continuumio/miniconda3
RUN conda install -y pytorch=2.5.1 pytorch-cuda=12.4 -c pytorch -c nvidia
RUN conda create -n a -y "pytorch<2.6" -c pytorch && conda create -n b -y "pytorch>=1.8,<2" -c pytorch
RUN conda create -n c -y pytorch=2 -c pytorch && conda create -n d -y "pytorch=2.*" -c pytorch
