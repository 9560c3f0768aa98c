FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
RUN pip install torch==2.5.1
SHELL ["/bin/bash", "-c"]
CMD ["python", "serve.py"]
