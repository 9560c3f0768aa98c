FROM python:3.10-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install torch==2.3.1
#               ^^^^^^^^^^^^ torch-overridden: torch 2.3.1+cu121 replaces torch 2.4.1+cu118 that was installed before
