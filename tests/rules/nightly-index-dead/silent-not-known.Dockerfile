FROM python:3.11-slim AS newer
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu140
FROM python:3.11-slim AS never-released
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu131
FROM python:3.11-slim AS cpu
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cpu
FROM python:3.11-slim AS candidate
RUN pip install --pre torch --index-url https://download.pytorch.org/whl/test/cu121
FROM python:3.11-slim AS link
RUN pip install --pre torch -f https://download.pytorch.org/whl/nightly/cu121/torch_nightly.html
FROM python:3.11-slim AS mirror
RUN pip install --pre torch --index-url https://mirror.example/whl/nightly/cu121
FROM python:3.11-slim AS asked
ARG NIGHTLY
RUN if [ -n "$NIGHTLY" ]; then pip install --pre torch --index-url https://download.pytorch.org/whl/nightly/cu121; fi
FROM python:3.11-slim AS other-package
RUN pip install --pre numpy --index-url https://download.pytorch.org/whl/nightly/cu121
FROM python:3.11-slim AS by-address
RUN pip install https://download.pytorch.org/whl/nightly/cu121/torch-2.3.0.dev20240101%2Bcu121-cp311-cp311-linux_x86_64.whl
