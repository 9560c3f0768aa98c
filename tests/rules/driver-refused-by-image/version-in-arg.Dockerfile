# flags: --driver 550.54.15 --gpu RTX3090
ARG CUDA=12.6.3
FROM nvidia/cuda:${CUDA}-base-ubuntu22.04
CMD ["nvidia-smi"]
