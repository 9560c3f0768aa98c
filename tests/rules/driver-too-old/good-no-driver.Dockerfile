# flags: --gpu A100
FROM python:3.11-slim
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130
