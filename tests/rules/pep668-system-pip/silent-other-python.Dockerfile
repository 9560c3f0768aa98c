FROM python:3.12-slim AS official
RUN pip install numpy
FROM python:3.11-bookworm AS beside
RUN apt-get update && apt-get install -y python3-pip && pip install numpy
FROM ubuntu:24.04 AS venv
RUN apt-get update && apt-get install -y python3-venv && python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install numpy
FROM ubuntu:24.04 AS activated
RUN apt-get update && apt-get install -y python3-venv && python3 -m venv /v && . /v/bin/activate && pip install numpy
FROM ubuntu:24.04 AS in-venv
RUN apt-get update && apt-get install -y python3-venv python3-pip && python3 -m venv /v && /v/bin/pip install numpy
FROM ubuntu:24.04 AS deadsnakes
RUN apt-get update && apt-get install -y software-properties-common && add-apt-repository -y ppa:deadsnakes/ppa && apt-get install -y python3.11 python3-pip
RUN python3.11 -m pip install numpy
FROM ubuntu:24.04 AS conda
RUN apt-get update && apt-get install -y wget python3-pip && wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O /m.sh && sh /m.sh -b -p /opt/conda
ENV PATH=/opt/conda/bin:$PATH
RUN pip install numpy
FROM nvcr.io/nvidia/pytorch:24.10-py3 AS ngc
RUN pip install numpy
