FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
ENTRYPOINT ["conda", "run", "--no-capture-output", "-n", "app", "python"]
CMD ["serve.py"]
