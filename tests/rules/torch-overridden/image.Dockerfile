FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime
RUN pip install torch==2.3.1 torchvision==0.18.1
#               ^^^^^^^^^^^^ torch-overridden: torch 2.3.1+cu121 replaces torch 2.4.1+cu124 that the image brings
