FROM continuumio/miniconda3:24.1.2-0
RUN conda install -y -c conda-forge cudatoolkit=11.8 cudnn
COPY server /usr/local/bin/server
ENV LD_LIBRARY_PATH=/opt/conda/lib
CMD ["/usr/local/bin/server"]
