FROM continuumio/miniconda3:24.1.2-0
ENV LD_LIBRARY_PATH=/opt/conda/lib:$LD_LIBRARY_PATH
RUN make
ENV LD_LIBRARY_PATH=/opt/app/lib
