# pytorch-cuda selects; cudatoolkit beside it does no harm.
FROM continuumio/miniconda3
RUN conda install -y -c pytorch -c nvidia pytorch pytorch-cuda=12.4 cudatoolkit=11.3
#                                         ^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
