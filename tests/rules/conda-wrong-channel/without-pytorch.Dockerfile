FROM condaforge/miniforge3:24.3.0-0
RUN mamba install -y -c nvidia "pytorch-cuda=12.1" numpy
#                              ^^^^^^^^^^^^^^^^^^^ conda-wrong-channel: pytorch-cuda=12.1 is in none of the command's channels; pytorch has it
