# flags: --driver 550.54.15 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
