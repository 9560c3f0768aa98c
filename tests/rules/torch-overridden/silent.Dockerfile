FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime AS same
RUN pip install torch==2.4.1
FROM python:3.10-slim AS satisfied
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install "torch>=2.0"
FROM python:3.10-slim AS environments
RUN pip install torch==2.4.1
RUN python -m venv /opt/venv && /opt/venv/bin/pip install torch==2.3.1
FROM python:3.10-slim AS tolerated
RUN pip install torch==2.4.1
RUN pip install torch==2.3.1 || true
FROM python:3.10-slim AS stage-a
RUN pip install torch==2.4.1
FROM python:3.10-slim AS stage-b
RUN pip install torch==2.3.1
