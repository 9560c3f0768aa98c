FROM continuumio/miniconda3
RUN conda install -y -c pytorch pytorch torchvision cudatoolkit=11.3
#                               ^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
