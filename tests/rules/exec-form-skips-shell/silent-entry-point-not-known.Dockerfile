# What the image starts, and with it in which environment, is not known.
FROM registry.example.com/team/conda-base:7
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["python", "serve.py"]
