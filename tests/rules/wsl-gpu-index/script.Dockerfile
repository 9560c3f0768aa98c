# flags: --host wsl2
FROM docker:27-cli
CMD docker run --gpus '"device=1"' nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
#              ^^^^^^^^^^^^^^^^^^ wsl-gpu-index: chooses GPUs, and WSL2
