# Nobody knows which channels the conda of this image uses.
FROM corp.example.com/base/conda:1
RUN conda install -y -c conda-forge pytorch-cuda=12.1 numpy
RUN conda install -y -c conda-forge cudatoolkit=12.4 numpy
