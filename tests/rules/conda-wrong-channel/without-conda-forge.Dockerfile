FROM ubuntu:22.04
ADD https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh /tmp/miniconda.sh
RUN bash /tmp/miniconda.sh -b -p /opt/conda
RUN /opt/conda/bin/conda install -y --channel pytorch pytorch==1.8.0 torchvision==0.9.0 cudatoolkit=11.1
#                                                                                       ^^^^^^^^^^^^^^^^ conda-wrong-channel: cudatoolkit=11.1 is in none of the command's channels; conda-forge has it
