FROM continuumio/miniconda3:24.1.2-0
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
CMD ["python", "serve.py"]
