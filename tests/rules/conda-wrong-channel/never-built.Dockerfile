FROM continuumio/miniconda3
RUN conda install -y pytorch==1.9.0 torchvision==0.10.0 cudatoolkit=11.3 -c pytorch -c conda-forge
#                                                       ^^^^^^^^^^^^^^^^ conda-wrong-channel: pytorch==1.9.0 of the channel pytorch has no build for CUDA 11.3, only for 10.2 and 11.1
