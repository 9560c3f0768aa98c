# A marker that does not hold; another package of that name's family; a newer Python installed in between.
FROM python:3.10-slim AS marker
RUN pip install "torch==1.7.1; python_version < '3.9'" "torch==2.1.0; python_version >= '3.9'"
FROM ubuntu:22.04 AS unknown-python
COPY --from=python:3.8-slim /usr/local /usr/local
RUN pip install torch==1.7.1
FROM python:3.10-slim AS conda
RUN pip install --no-build-isolation torch-scatter==9.9.9 torchmetrics==0.0.0
