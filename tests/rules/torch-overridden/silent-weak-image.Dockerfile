FROM nvcr.io/nvidia/pytorch:24.04-py3
RUN pip install torch==2.3.1 torchvision==0.18.1
#               ^^^^^^^^^^^^ ngc-package-overridden: torch 2.3.1 replaces the torch 2.3.0a0
