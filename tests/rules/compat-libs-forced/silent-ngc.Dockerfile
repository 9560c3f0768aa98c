FROM nvcr.io/nvidia/pytorch:24.05-py3
ENV LD_LIBRARY_PATH=/usr/local/cuda/compat/lib:$LD_LIBRARY_PATH
