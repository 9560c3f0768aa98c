FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
RUN ln -sf /opt/conda/envs/app/bin/python /opt/conda/bin/python
CMD ["python", "serve.py"]
