# flags: --gpu "RTX 4090" --gpu A10 --gpu T4
FROM python:3.11-slim
# sm_80 and sm_86 run on 8.9.
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
