FROM python:3.10-slim
RUN pip install --no-cache-dir torch==2.4.1+cu118 torchvision==0.19.1+cu118
#                              ^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==2.4.1+cu118 cannot be found: it is not on PyPI
