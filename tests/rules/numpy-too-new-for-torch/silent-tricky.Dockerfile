# Somebody may keep it below 2: a package nobody described, a file, conda, apt, the index of PyTorch, a copied stage.
FROM python:3.10-slim AS package
RUN pip install torch==2.0.1 torchvision==0.15.2 numba
FROM python:3.10-slim AS file
COPY requirements.txt .
RUN pip install torch==2.0.1 torchvision==0.15.2
RUN pip install -r requirements.txt
FROM python:3.10-slim AS index
RUN pip install torch==2.0.1 torchvision==0.15.2 --index-url https://download.pytorch.org/whl/cu118
FROM ubuntu:22.04 AS apt
RUN apt-get update && apt-get install -y python3-pip python3-numpy
RUN pip3 install torch==2.0.1 torchvision==0.15.2
FROM python:3.10-slim AS project
COPY . .
RUN pip install torch==2.0.1 torchvision==0.15.2 && pip install .
