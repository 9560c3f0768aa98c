# flags: --driver 551.61 --host wsl2 --gpu "RTX 4070"
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
