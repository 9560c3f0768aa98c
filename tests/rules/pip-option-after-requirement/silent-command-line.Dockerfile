FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
