FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/mamba create -n work -y -c pytorch -c nvidia python=3.11 "pytorch>=2.0" pytorch-cuda=11.8
#                                                                           ^^^^^^^^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
