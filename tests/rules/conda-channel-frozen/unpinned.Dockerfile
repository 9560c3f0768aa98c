FROM continuumio/miniconda3
RUN conda install -y pytorch torchvision pytorch-cuda=12.1 -c pytorch -c nvidia
#                    ^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
