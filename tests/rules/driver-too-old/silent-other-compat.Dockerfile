# flags: --driver 535.104.05 --gpu A100
FROM nvidia/cuda:12.2.2-base-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.12.0
FROM base AS by-apt
RUN apt-get update && apt-get install -y cuda-compat-13-0
ENV LD_LIBRARY_PATH=/usr/local/cuda-13.0/compat
FROM base AS copied
COPY compat/ /opt/compat/
FROM base AS by-path
ENV LD_LIBRARY_PATH=/opt/cuda-13.0/compat
