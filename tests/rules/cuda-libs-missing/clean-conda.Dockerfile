FROM continuumio/miniconda3
RUN conda install -y -c conda-forge cudatoolkit=11.8
RUN pip install ctranslate2==3.24.0
