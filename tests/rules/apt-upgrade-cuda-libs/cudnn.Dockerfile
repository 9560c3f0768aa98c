FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y libcudnn8=8.6.0.163-1+cuda11.8 curl
FROM base
RUN apt-get update && apt-get dist-upgrade -y && rm -rf /var/lib/apt/lists/*
#                     ^^^^^^^^^^^^^^^^^^^^^^^ apt-upgrade-cuda-libs: the upgrade replaces libcudnn8 8.6.0.163-1+cuda11.8 by 8.9.6.50-1+cuda12.2 or newer
