# flags: --driver 550.54.15 --gpu "GeForce RTX 4090"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compat-unsupported-gpu: brings cuda-compat-12-6
ENV NVIDIA_DISABLE_REQUIRE=1
#                          ^ require-check-disabled: switches off
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
