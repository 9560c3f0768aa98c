# cudafit: ignore-stage=gpu-at-build,pip-unquoted-specifier all of it
FROM python:3.12 AS a
RUN nvidia-smi
RUN pip install a>=1
