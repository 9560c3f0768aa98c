FROM python:3.12-slim
RUN pip install torch==2.8.0 --index-url https://download.pytorch.org/whl/cpu
RUN pip install deepspeed==0.15.4
