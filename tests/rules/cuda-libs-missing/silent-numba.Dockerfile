# flags: --driver 470.57.02 --gpu A100
# numba compiles for the CPU; only numba.cuda wants CUDA.
FROM python:3.11-slim
RUN pip install numba==0.60.0
CMD ["python", "app.py"]
