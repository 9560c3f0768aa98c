# flags: --driver 560.35.03 --gpu "GeForce RTX 4090"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
