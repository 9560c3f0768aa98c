FROM python:3.10-slim
RUN pip install "torch==1.7.1"
#                ^^^^^^^^^^^^ torch-wheel-not-found: torch==1.7.1 cannot be found: no wheel for Python 3.10
