# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
RUN mv /usr/local/cuda-12.4/compat /opt/compat-off
CMD ["python3", "serve.py"]
