FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c anything conda-forge::pytorch-cuda=12.1
#                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conda-wrong-channel: pytorch-cuda is not in the channel conda-forge; pytorch has it
