FROM python:3.10-slim
RUN pip install torch==2.1.0 xformers==0.0.24
#                            ^^^^^^^^^^^^^^^^ companion-mismatch: xformers 0.0.24 is made for torch 2.2.0, not 2.1.0
