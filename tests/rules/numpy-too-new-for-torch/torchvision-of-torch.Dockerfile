FROM python:3.10-slim
RUN pip install torch==2.0.1 torchvision
#               ^^^^^^^^^^^^ numpy-too-new-for-torch: torch 2.0.1
