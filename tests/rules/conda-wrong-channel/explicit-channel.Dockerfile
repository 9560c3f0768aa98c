FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c anything conda-forge::pytorch-cuda=12.1
#                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conda-wrong-channel: conda-forge::pytorch-cuda=12.1 is in none of the command's channels; pytorch has it
