FROM nvidia/cuda:12.6.3-base-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip gcc libc6-dev
FROM base
RUN pip3 install vllm==0.8.5
CMD ["vllm", "serve", "facebook/opt-125m"]
FROM python:3.12-slim AS cc
ENV CC=/opt/clang/bin/clang
RUN pip install vllm==0.10.1
CMD ["vllm", "serve", "facebook/opt-125m"]
FROM python:3.12 AS full
RUN pip install vllm==0.10.1
CMD ["vllm", "serve", "facebook/opt-125m"]
