# flags: --driver 470.82.01 --gpu RTX2080Ti
FROM python:3.11-slim AS replaced
ENV DEVICE=cpu
RUN pip install torch==2.5.1
#               ^^^^^^^^^^^^ driver-too-old: torch 2.5.1
ENV DEVICE=cuda
CMD ["python3", "train.py"]
FROM python:3.11-slim AS another-device
ENV DEVICE=cpu RERANKER_DEVICE=cuda
RUN pip install torch==2.5.1
#               ^^^^^^^^^^^^ driver-too-old: torch 2.5.1
CMD ["python3", "train.py"]
FROM python:3.11-slim AS no-device
ENV CPU_COUNT=4
RUN pip install torch==2.5.1
#               ^^^^^^^^^^^^ driver-too-old: torch 2.5.1
CMD ["python3", "train.py", "--workers", "cpu"]
