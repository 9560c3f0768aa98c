# flags: --driver 550.54.15 --gpu RTX4090 --cdi true
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
