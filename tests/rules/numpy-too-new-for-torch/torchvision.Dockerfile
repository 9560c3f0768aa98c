FROM python:3.10-slim
RUN pip install torch==2.0.1 torchvision==0.15.2
#               ^^^^^^^^^^^^ numpy-too-new-for-torch: torch 2.0.1
