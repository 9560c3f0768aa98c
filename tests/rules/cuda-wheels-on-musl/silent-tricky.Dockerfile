# Alpine's own package satisfies pip.
FROM alpine:3.20 AS satisfied
RUN apk add --no-cache py3-pip py3-pytorch && pip install --break-system-packages torch

# conda brings a Python for glibc.
FROM alpine:3.20 AS conda
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O m.sh && sh m.sh -b -p /opt/conda
RUN /opt/conda/bin/pip install torch

# Copied from elsewhere.
FROM python:3.11-slim AS wheels
RUN pip install torch==2.6.0
FROM python:3.11-alpine AS copied
COPY --from=wheels /usr/local /usr/local
RUN pip install torch

# Not for this platform.
FROM python:3.11-alpine
RUN pip install "tensorflow; sys_platform == 'win32'"
