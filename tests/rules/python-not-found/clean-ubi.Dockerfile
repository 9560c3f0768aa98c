FROM nvidia/cuda:12.4.1-base-ubi9
CMD ["python3", "app.py"]
