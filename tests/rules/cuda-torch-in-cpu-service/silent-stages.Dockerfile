# For both, and a counter.
FROM python:3.11-slim AS cpu-and-gpu
RUN pip install torch==2.4.1
CMD ["python", "serve.py"]

FROM python:3.11-slim AS gpu-or-cpu
RUN pip install torch==2.4.1
CMD ["python", "serve.py"]

FROM python:3.11-slim AS cpu-count
RUN pip install torch==2.4.1
CMD ["python", "serve.py"]
