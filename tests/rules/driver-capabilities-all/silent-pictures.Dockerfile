FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DRIVER_CAPABILITIES=all
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip && pip install torch==2.5.1 open3d
COPY serve.py .
CMD ["python3", "serve.py"]
