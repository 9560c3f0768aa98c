# Pinned, capped, constrained; a Python that NumPy 2 has no wheels for; a torch that knows it; no NumPy at all.
FROM python:3.10-slim AS pinned
RUN pip install torch==2.0.1 torchvision==0.15.2 numpy==1.26.4
FROM python:3.10-slim AS capped
RUN pip install torch==2.0.1 torchvision==0.15.2 "numpy<2"
FROM python:3.8-slim AS python
RUN pip install torch==2.0.1 torchvision==0.15.2
FROM python:3.10-slim AS torch
RUN pip install torch==2.3.1 torchvision==0.18.1
FROM python:3.10-slim AS none
RUN pip install torch==2.0.1 tqdm
FROM python:3.10-slim AS later
RUN pip install torch==2.0.1 torchvision==0.15.2
RUN pip install "numpy<2"
