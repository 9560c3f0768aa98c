# flags: --host wsl2
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=0
#                          ^ wsl-gpu-index: NVIDIA_VISIBLE_DEVICES=0 chooses GPUs, and WSL2, which this project declares, hands on all of them or none
