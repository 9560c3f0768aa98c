# flags: --driver 550.54.15
FROM nvidia/cuda:12.6.3-base-ubuntu22.04
CMD ["nvidia-smi"]
