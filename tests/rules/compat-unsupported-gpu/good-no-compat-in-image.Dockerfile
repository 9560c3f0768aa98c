# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
