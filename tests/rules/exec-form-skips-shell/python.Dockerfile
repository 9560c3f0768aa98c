FROM continuumio/miniconda3:24.1.2-0
COPY environment.yml .
RUN conda env create -n app -f environment.yml
SHELL ["conda", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["python", "serve.py"]
#     ^^^^^^ exec-form-skips-shell: python is started without a shell, so not in app, the environment that SHELL names
