# One command and index; the same index twice; torchvision looks at the major only.
FROM python:3.11-slim AS one
RUN pip install torch==2.4.1 torchvision==0.19.1 --index-url https://download.pytorch.org/whl/cu118
FROM python:3.11-slim AS twice
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torchvision==0.19.1 --index-url https://download.pytorch.org/whl/cu118
FROM python:3.11-slim AS major
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip install torchvision==0.19.1
FROM python:3.11-slim AS pypi
RUN pip install torch==2.4.1
RUN pip install torchvision==0.19.1
