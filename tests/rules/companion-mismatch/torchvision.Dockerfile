FROM python:3.10-slim
RUN pip install torch==2.1.0 torchvision==0.15.2
#                            ^^^^^^^^^^^^^^^^^^^ companion-mismatch: torchvision 0.15.2 is made for torch 2.0.1, not 2.1.0
