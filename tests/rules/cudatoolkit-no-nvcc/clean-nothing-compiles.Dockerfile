FROM continuumio/miniconda3
RUN conda install -y -c conda-forge cudatoolkit=11.8 cudnn
CMD ["python", "app.py"]
