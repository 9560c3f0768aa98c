# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
CMD ["nvidia-smi"]
