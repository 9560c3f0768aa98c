# flags: --gpu V100 --driver 590
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
#               ^^^^^^^^^^^^ gpu-architecture-eol: V100 (sm_70), which this project declares, is a Volta GPU, and driver 590 does not run it: driver branch 580 is the last that does
COPY app.py .
CMD ["python", "app.py"]
