# What holds jax back: a jaxlib beside it, a constraint, a range, a file that is not read, an unknown Python, a jax that is there.
FROM python:3.12-slim AS jaxlib
RUN pip install "jax[cuda12_pip]" "jaxlib==0.4.30"
FROM python:3.12-slim AS file
COPY requirements.txt .
RUN pip install "jax[cuda12_pip]" -r requirements.txt
FROM python:3.12-slim AS range
RUN pip install "jax[cuda12_pip]<0.6"
FROM ubuntu:24.04 AS unknown
RUN apt-get update && apt-get install -y curl
RUN curl -fsSL https://example.com/python.sh | sh
RUN pip install "jax[cuda12_pip]"
FROM ghcr.io/nvidia/jax:latest AS there
RUN pip install "jax[cuda12_pip]"
FROM python:3.12-slim AS variable
ARG JAX
RUN pip install "jax[cuda12_pip]==${JAX}"
FROM python:3.12-slim AS future
RUN pip install "jax[cuda14]==0.99.0"
FROM python:3.12-slim AS before
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN pip install "jax[cuda12_pip]"
