# flags: --driver 580.65.06 --gpu RTX5090
FROM python:3.11-slim
RUN pip install onnxruntime-gpu==1.20.1
#               ^^^^^^^^^^^^^^^^^^^^^^^ cuda-libs-missing: onnxruntime-gpu 1.20.1
CMD ["python", "serve.py"]
