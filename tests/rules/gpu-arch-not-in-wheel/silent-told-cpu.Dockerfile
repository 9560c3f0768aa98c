# flags: --gpu RTX5090
FROM python:3.11-slim
RUN pip install torch==2.5.1
CMD ["python3", "serve.py", "--device", "cpu"]
