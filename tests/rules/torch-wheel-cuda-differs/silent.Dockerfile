# Wheels only; the same major; nothing uses the image's.
FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu124
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS same
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1 --index-url https://download.pytorch.org/whl/cu121
COPY kernel.cu .
RUN nvcc -arch=sm_80 -o /usr/local/bin/kernel kernel.cu
CMD ["python3", "serve.py"]
