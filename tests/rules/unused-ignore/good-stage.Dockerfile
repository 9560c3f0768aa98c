# cudafit: ignore-stage=gpu-at-build,pip-unquoted-specifier all of it
FROM ubuntu:22.04 AS a
RUN nvidia-smi
RUN pip install a>=1
