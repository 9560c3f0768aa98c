FROM python:3.11-slim AS cpu
RUN pip install torch==2.4.1
#               ^^^^^^^^^^^^ cuda-torch-in-cpu-service: torch 2.4.1
CMD ["python", "serve.py"]
