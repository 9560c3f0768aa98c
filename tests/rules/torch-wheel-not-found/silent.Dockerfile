# Everything here is found, or nobody can say.
FROM python:3.10-slim AS fine
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
FROM python:3.10-slim AS merged
RUN pip install torch==2.0.1+cu118 --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS falls-back
RUN pip install torch==2.6.0 --extra-index-url https://download.pytorch.org/whl/cu121
FROM python:3.10-slim AS mirror
RUN pip install torch==2.0.1+cu118 --index-url https://mirror.example.com/simple
FROM python:3.10-slim AS links
RUN pip install torch==2.0.1+cu118 -f https://example.com/wheels
FROM python:3.10-slim AS page
RUN pip install torch==1.13.1+cu117 -f https://download.pytorch.org/whl/torch_stable.html
FROM python:3.10-slim AS page-of-one
RUN pip install torch==1.13.1+cu117 -f https://download.pytorch.org/whl/cu117/torch_stable.html
FROM python:3.10-slim AS nightly
RUN pip install --pre torch==2.6.0.dev20241112 --index-url https://download.pytorch.org/whl/nightly/cu126
FROM python:3.10-slim AS newer
RUN pip install torch==9.9.9
FROM python:3.10-slim AS rocm
RUN pip install torch==2.5.1+rocm6.2 --index-url https://download.pytorch.org/whl/rocm6.2
FROM python:3.10-slim AS tolerated
RUN pip install torch==1.9.2 || true
FROM python:3.10-slim AS unknown-file
COPY requirements.txt .
RUN pip install torch==2.0.1+cu118 -r requirements.txt
FROM python:3.10-slim AS dry
RUN echo pip install torch==1.9.2
