FROM python:3.10-slim
RUN pip install torch==2.0.1+cu118 torchvision==0.16.0+cu118 --index-url https://download.pytorch.org/whl/cu118
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^ companion-mismatch: torchvision 0.16.0 is made for torch 2.1.0, not 2.0.1
