# flags: --driver 470.82.01
FROM python:3.11-slim
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cpu
