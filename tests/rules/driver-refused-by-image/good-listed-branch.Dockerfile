# flags: --driver 535.104.05 --gpu A100
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
