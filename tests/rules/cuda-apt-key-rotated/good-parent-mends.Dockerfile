FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel AS base
RUN rm /etc/apt/sources.list.d/cuda.list; rm /etc/apt/sources.list.d/nvidia-ml.list
FROM base
RUN apt-get update
