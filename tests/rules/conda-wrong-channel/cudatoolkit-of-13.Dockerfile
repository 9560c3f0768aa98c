FROM continuumio/miniconda3
RUN conda install -y -c pytorch pytorch==1.13.1 torchvision==0.14.1 cudatoolkit=11.7
#                                                                   ^^^^^^^^^^^^^^^^ conda-wrong-channel: cudatoolkit=11.7 does not select the CUDA of pytorch==1.13.1: pytorch-cuda does
