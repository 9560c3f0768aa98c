FROM nvcr.io/nvidia/pytorch:24.05-py3
RUN pip install torch==2.3.1
#               ^^^^^^^^^^^^ ngc-package-overridden: torch 2.3.1 replaces torch 2.4.0a0
