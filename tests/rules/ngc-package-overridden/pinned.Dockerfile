FROM nvcr.io/nvidia/pytorch:24.05-py3
RUN pip install torch==2.3.1
#               ^^^^^^^^^^^^ ngc-package-overridden: torch 2.3.1 replaces the torch 2.4.0a0 that nvcr.io/nvidia/pytorch:24.05-py3 was put together with
