FROM ubuntu:22.04
ADD https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh /tmp/miniconda.sh
RUN bash /tmp/miniconda.sh -b -p /opt/conda && /opt/conda/bin/conda config --add channels pytorch
RUN /opt/conda/bin/conda install -y pytorch cpuonly
#                                   ^^^^^^^ conda-channel-frozen: torch comes from the channel pytorch, which ended with 2.5.1
