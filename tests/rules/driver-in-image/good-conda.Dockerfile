FROM condaforge/miniforge3:latest
# conda's package of that name holds no driver.
RUN conda install -y -c nvidia cuda=12.4
