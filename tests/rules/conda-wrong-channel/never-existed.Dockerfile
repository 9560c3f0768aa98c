FROM continuumio/miniconda3:24.7.1-0
RUN conda create -n work -y -c conda-forge python=3.11 cuda-version=12.7 cuda-nvcc && \
#                                                      ^^^^^^^^^^^^^^^^^ conda-wrong-channel: cuda-version=12.7 never existed; there is 12.6 and 12.8
    conda install -n work -y -c pytorch -c nvidia pytorch=2.5.1 pytorch-cuda=12.6
#                                                               ^^^^^^^^^^^^^^^^^ conda-wrong-channel: pytorch=2.5.1 of the channel pytorch has no build for CUDA 12.6, only for 11.8, 12.1 and 12.4
