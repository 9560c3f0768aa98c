FROM nvcr.io/nvidia/pytorch:25.03-py3
ENV PIP_CONSTRAINT=""
RUN pip install torch==2.6.0
#               ^^^^^^^^^^^^ ngc-package-overridden: torch 2.6.0
