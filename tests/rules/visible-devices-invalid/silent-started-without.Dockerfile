FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
ENV CUDA_VISIBLE_DEVICES="cuda:0"
CMD ["env", "-u", "CUDA_VISIBLE_DEVICES", "python3", "serve.py"]
