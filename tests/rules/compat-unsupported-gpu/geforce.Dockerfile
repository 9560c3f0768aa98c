# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compat-unsupported-gpu: nvidia/cuda:12.4.1-base-ubuntu22.04 brings cuda-compat-12-4, which GeForce RTX 3090 with driver 535.104.05 cannot use, and this project declares that
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
