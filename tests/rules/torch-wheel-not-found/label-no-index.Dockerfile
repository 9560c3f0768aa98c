FROM python:3.10-slim
RUN pip install --no-cache-dir torch==2.0.1+cu118 torchvision==0.15.2+cu118
#                              ^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==2.0.1+cu118 cannot be found: it is not on PyPI
