FROM continuumio/miniconda3:24.1.2-0
ENV LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu:/opt/conda/lib
CMD ["bash"]
