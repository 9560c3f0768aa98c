FROM python:3.11-slim
RUN pip install "nvidia-cublas-cu13; python_version < '3.8'" numpy
