# The image's entry point starts the command in the environment that ENV_NAME names.
FROM mambaorg/micromamba:2.0.5 AS named
COPY environment.yml .
RUN micromamba create -y -n app -f environment.yml
ENV ENV_NAME=app
SHELL ["micromamba", "run", "-n", "app", "/bin/bash", "-c"]
CMD ["python", "serve.py"]

FROM named
CMD ["uvicorn", "app:app"]
