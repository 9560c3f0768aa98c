FROM python:3.11-slim
RUN apt-get update && \
    pip install -U \
      fire==0.4.0 \
      setuptools>=61.0 \
#     ^^^^^^^^^^^^^^^^ pip-unquoted-specifier: the shell reads setuptools>=61.0 as a redirection into a file named =61.0
      wheel
