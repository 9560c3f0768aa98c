# flags: --driver 535.104.05
FROM python:3.11-slim AS companion
RUN pip install torch torchvision==0.16.0
FROM python:3.11-slim AS pinned-by-another
RUN pip install torch vllm==0.6.3
FROM python:3.11-slim AS held-by-another
RUN pip install torch fastai==2.7.12
FROM python:3.11-slim AS project
WORKDIR /app
COPY . .
RUN pip install -e . torch
FROM python:3.11-slim AS wheel
COPY dist/ours-1.0-py3-none-any.whl /tmp/
RUN pip install /tmp/ours-1.0-py3-none-any.whl torch
FROM python:3.11-slim AS there-already
RUN pip install audiocraft==1.3.0
RUN pip install torch
FROM python:3.11-slim AS by-a-dependency-of-torch
RUN pip install torch nvidia-cudnn-cu12==8.9.2.26
FROM python:3.11-slim AS from-a-repository
RUN pip install git+https://github.com/example/ours
RUN pip install "torch>=2.0"
FROM python:3.11-slim AS below
RUN pip install audiocraft==1.3.0
FROM below
RUN pip install torch
