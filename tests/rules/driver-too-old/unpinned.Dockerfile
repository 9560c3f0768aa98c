# flags: --driver 535
FROM python:3.12-slim
RUN pip install --no-cache-dir torch
#                              ^^^^^ driver-too-old: +cu130 needs NVIDIA driver >= 580.65.06, but this project declares 535
