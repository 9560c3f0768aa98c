FROM python:3.10-slim AS pairs
RUN pip install torch==2.4.0 torchvision==0.19.0 torchaudio==2.4.0
FROM python:3.10-slim AS second
RUN pip install torch==1.13.1 torchvision==0.14.1 "numpy<2"
FROM python:3.8-slim AS both-exist
RUN pip install torch==1.10.0 torchvision==0.11.0
FROM python:3.10-slim AS unpinned
RUN pip install torch==2.1.0 torchvision "numpy<2"
FROM python:3.10-slim AS unknown
ARG V
RUN pip install torch==2.1.0 torchvision==$V
FROM python:3.10-slim AS no-deps
RUN pip install --no-deps torch==2.1.0 torchvision==0.15.2
