FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=condaforge/miniforge3:24.3.0-0 /opt/conda /opt/conda
RUN /opt/conda/bin/conda install -y -c conda-forge pytorch::pytorch pytorch::pytorch-cuda=12.4
#                                                  ^^^^^^^^^^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
