# flags: --gpu "RTX 5090"
FROM pytorch/pytorch:1.7.1-cuda11.0-cudnn8-runtime
COPY train.py /
CMD ["python", "/train.py"]
