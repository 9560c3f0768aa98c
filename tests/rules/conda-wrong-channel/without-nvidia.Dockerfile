FROM continuumio/miniconda3
RUN conda install -y -c pytorch pytorch==2.0.1 pytorch-cuda=11.8
#                                              ^^^^^^^^^^^^^^^^^ conda-wrong-channel: what pytorch-cuda=11.8 depends on is in the channel nvidia, which the command does not ask
