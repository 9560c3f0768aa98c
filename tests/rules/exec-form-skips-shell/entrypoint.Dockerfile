FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
ENTRYPOINT ["uvicorn", "app:app"]
#            ^^^^^^^ exec-form-skips-shell: uvicorn is started without a shell
