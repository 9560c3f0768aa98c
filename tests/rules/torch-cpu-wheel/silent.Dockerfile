FROM python:3.10-slim AS plain
RUN pip install torch --index-url https://download.pytorch.org/whl/cpu
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS cpu
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cpu
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS gpu
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
COPY --from=builder /usr/local /opt/built
