# flags: --gpu P100 --driver 580.65.06
FROM python:3.12-slim
RUN pip install torch==2.9.1 --index-url https://download.pytorch.org/whl/cu130
#               ^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 2.9.1+cu130 has no code for P100 (sm_60), which this project declares
