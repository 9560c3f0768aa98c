FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS base-of-all
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
FROM base-of-all AS kernels
COPY kernels.cu app.py /app/
CMD ["python3", "/app/app.py"]
FROM base-of-all AS health
HEALTHCHECK CMD nvcc --version
CMD ["python3", "/app/app.py"]
FROM base-of-all AS profiled
RUN apt-get update && apt-get install -y nsight-compute-2024.3.2
CMD ["python3", "/app/app.py"]
