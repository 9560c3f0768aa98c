FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
ARG CUDA=12.4
RUN /opt/conda/bin/conda install -y -c pytorch -c nvidia pytorch=2.1.2 "pytorch-cuda=${CUDA}"
#                                                                      ^^^^^^^^^^^^^^^^^^^^^^ conda-wrong-channel: pytorch=2.1.2 of the channel pytorch has no build for CUDA 12.4, only for 11.8 and 12.1
