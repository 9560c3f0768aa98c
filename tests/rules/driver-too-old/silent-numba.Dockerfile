# flags: --driver 470.57.02
FROM python:3.11-slim
RUN pip install numba==0.60.0 librosa==0.10.2
CMD ["python", "app.py"]
