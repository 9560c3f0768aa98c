# The runtime image of PyTorch has no CUDA besides that of its torch.
FROM pytorch/pytorch:2.6.0-cuda12.6-cudnn9-runtime
RUN pip install fastapi uvicorn
COPY app.py .
CMD ["python", "app.py"]
