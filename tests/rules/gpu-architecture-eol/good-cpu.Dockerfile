# flags: --gpu V100
FROM python:3.12-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cpu
COPY app.py .
ENV CUDA_VISIBLE_DEVICES=""
CMD ["python", "app.py"]
