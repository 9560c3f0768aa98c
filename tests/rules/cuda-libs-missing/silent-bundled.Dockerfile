# Wheels that hold their libraries, or bring NVIDIA's, run on any image.
FROM python:3.11-slim AS bundled
RUN pip install "cupy-cuda12x[ctk]==14.0.1" "jax[cuda12]==0.5.3"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "onnxruntime-gpu[cuda,cudnn]==1.22.0" xgboost==2.1.4
