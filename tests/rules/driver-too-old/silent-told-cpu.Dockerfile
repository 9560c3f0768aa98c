# flags: --driver 470.82.01 --gpu RTX2080Ti
FROM python:3.11-slim AS by-variable
RUN pip install torch==2.5.1
ENV DEVICE=cpu
CMD ["python3", "train.py"]
FROM python:3.11-slim AS by-option
RUN pip install torch==2.5.1
CMD ["python3", "train.py", "--device", "cpu"]
FROM python:3.11-slim AS by-switch
RUN pip install torch==2.5.1
ENTRYPOINT ["python3", "train.py", "--no-cuda"]
