FROM continuumio/miniconda3
RUN conda install -y pytorch==2.6.0 -c pytorch -c nvidia
#                    ^^^^^^^^^^^^^^ conda-channel-frozen: pytorch==2.6.0 is not in the channel pytorch, which ended with torch 2.5.1
