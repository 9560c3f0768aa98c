FROM continuumio/miniconda3:24.1.2-0
ENV LD_LIBRARY_PATH=/opt/conda/lib/python3.11/site-packages/torch/lib:$LD_LIBRARY_PATH
CMD ["bash"]
