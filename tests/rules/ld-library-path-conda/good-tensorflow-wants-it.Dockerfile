# TensorFlow's own instructions for 2.10 set the path, since its wheel brings no CUDA.
FROM continuumio/miniconda3:24.1.2-0
RUN conda install -y -c conda-forge cudatoolkit=11.2 cudnn=8.1.0 && pip install tensorflow==2.10.1
ENV LD_LIBRARY_PATH=/opt/conda/lib:$LD_LIBRARY_PATH
CMD ["python", "serve.py"]
