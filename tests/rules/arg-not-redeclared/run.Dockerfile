ARG TORCH_VERSION=2.4.1
FROM python:3.11-slim
RUN pip install torch==${TORCH_VERSION}
#                      ^^^^^^^^^^^^^^^^ arg-not-redeclared: TORCH_VERSION is empty here: the ARG before the first FROM does not reach into the stage
