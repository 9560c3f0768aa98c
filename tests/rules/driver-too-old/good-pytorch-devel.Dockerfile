# flags: --driver 470 --gpu T4
# The devel images start from nvidia/cuda, whose cuda-compat a T4 may use.
FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-devel
COPY app.py .
CMD ["python", "app.py"]
