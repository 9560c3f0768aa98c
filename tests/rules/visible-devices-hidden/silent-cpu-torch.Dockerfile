FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=void
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1 --index-url https://download.pytorch.org/whl/cpu
CMD ["python3", "serve.py"]
