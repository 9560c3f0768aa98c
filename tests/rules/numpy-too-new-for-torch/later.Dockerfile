FROM python:3.10-slim
RUN pip install torch==2.1.2 --index-url https://download.pytorch.org/whl/cu118
#               ^^^^^^^^^^^^ numpy-too-new-for-torch: torch 2.1.2+cu118
RUN pip install transformers==4.30.2
