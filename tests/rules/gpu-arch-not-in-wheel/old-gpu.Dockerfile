# flags: --gpu P100 --driver 580.65.06
FROM python:3.12-slim
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130
