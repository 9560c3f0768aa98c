# flags: --gpu P100 --gpu P40 --gpu RTX4090
# One hint for Pascal, none for Ada.
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
#               ^^^^^^^^^^^^ gpu-architecture-eol: P100 (sm_60), which this project declares, is a Pascal GPU: driver branch 580 is the last that runs it, CUDA 12.9 the last that compiles for it
COPY app.py .
CMD ["python", "app.py"]
