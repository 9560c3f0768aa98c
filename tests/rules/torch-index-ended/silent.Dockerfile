FROM python:3.10-slim AS index
RUN pip install torch --index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS uv
RUN pip install uv
RUN uv pip install --system torch --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS pinned
RUN pip install torch==2.3.1 --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS live
RUN pip install torch --extra-index-url https://download.pytorch.org/whl/cu130
FROM python:3.10-slim AS bounded
RUN pip install "torch>=2.0,<2.8" --extra-index-url https://download.pytorch.org/whl/cu118
FROM python:3.10-slim AS constrained
COPY constraints.txt .
RUN pip install torch -c constraints.txt --extra-index-url https://download.pytorch.org/whl/cu118
