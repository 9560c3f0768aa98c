# TensorRT of apt, and a library path of one's own.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS tensorrt
RUN apt-get update && apt-get install -y python3-pip libnvinfer10
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64:$LD_LIBRARY_PATH
CMD ["python3", "app.py"]
