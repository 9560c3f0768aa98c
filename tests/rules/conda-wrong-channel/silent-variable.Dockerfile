FROM continuumio/miniconda3
ENV CONDA_CHANNELS=pytorch,nvidia
RUN conda install -y pytorch-cuda=12.1 numpy
