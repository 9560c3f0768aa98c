FROM nvcr.io/nvidia/pytorch:24.04-py3
RUN pip install xformers==0.0.26
#               ^^^^^^^^^^^^^^^^ ngc-package-overridden: torch 2.3.0
