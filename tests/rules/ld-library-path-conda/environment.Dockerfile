FROM continuumio/miniconda3:24.1.2-0
RUN conda create -y -n app python=3.11
ENV LD_LIBRARY_PATH=/opt/conda/envs/app/lib
#                   ^^^^^^^^^^^^^^^^^^^^^^^ ld-library-path-conda: begins with /opt/conda/envs/app/lib
CMD ["/opt/conda/envs/app/bin/python", "serve.py"]
