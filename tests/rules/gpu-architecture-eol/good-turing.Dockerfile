# flags: --gpu T4 --gpu RTX2080Ti --gpu A100
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
COPY app.py .
CMD ["python", "app.py"]
