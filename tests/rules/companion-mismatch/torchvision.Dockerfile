FROM python:3.10-slim
RUN pip install torch==2.4.0 torchvision==0.18.0
#                            ^^^^^^^^^^^^^^^^^^^ companion-mismatch: torchvision 0.18.0 is made for torch 2.3.0, not 2.4.0
