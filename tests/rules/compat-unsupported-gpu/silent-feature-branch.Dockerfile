# flags: --driver 545.23.08 --gpu "RTX 3090" --cdi true
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
