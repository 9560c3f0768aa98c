# flags: --driver 535 --gpu T4
FROM python:3.12-slim
RUN pip install --no-cache-dir torch==2.9.1
