FROM python:3.10-slim AS other-host
RUN pip install llama-cpp-python --extra-index-url https://abetlen.github.io/llama-cpp-python/whl/cu122
FROM python:3.10-slim AS newer
RUN pip install torch --index-url https://download.pytorch.org/whl/cu150
FROM python:3.10-slim AS nightly
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu125
FROM python:3.10-slim AS test
RUN pip install torch --index-url https://download.pytorch.org/whl/test/cu125
FROM python:3.10-slim AS mirror
RUN pip install torch --index-url https://mirror.sjtu.edu.cn/pytorch-wheels/cu122
FROM python:3.10-slim AS exists
RUN pip install torch==2.1.0 --index-url https://download.pytorch.org/whl/cu121
FROM python:3.10-slim AS unknown
ARG CUDA
RUN pip install torch --index-url https://download.pytorch.org/whl/cu$CUDA
FROM python:3.10-slim AS computed
RUN pip install torch --index-url https://download.pytorch.org/whl/cu$(echo 12.2 | tr -d .)
