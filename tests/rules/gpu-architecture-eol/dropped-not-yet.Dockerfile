# flags: --gpu V100 --driver 580.65.06
# The last branch that runs it: a hint as without a driver.
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
#               ^^^^^^^^^^^^ gpu-architecture-eol: V100 (sm_70), which this project declares, is a Volta GPU: driver branch 580 is the last that runs it, CUDA 12.9 the last that compiles for it
COPY app.py .
CMD ["python", "app.py"]
