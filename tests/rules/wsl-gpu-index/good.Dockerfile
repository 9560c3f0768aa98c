# flags: --host wsl2
FROM docker:27-cli
ENV NVIDIA_VISIBLE_DEVICES=all CUDA_VISIBLE_DEVICES=0
CMD docker run --gpus all nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
