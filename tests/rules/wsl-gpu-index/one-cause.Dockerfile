# flags: --host wsl2
# All GPUs are there, so their numbers are the host's: the choice alone is wrong.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_VISIBLE_DEVICES=2 CUDA_VISIBLE_DEVICES=2
#                          ^ wsl-gpu-index: NVIDIA_VISIBLE_DEVICES=2 chooses GPUs
