FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=void
#                          ^^^^ visible-devices-hidden: NVIDIA_VISIBLE_DEVICES=void hides all GPUs from torch 2.5.1+cu124
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["python3", "serve.py"]
