FROM docker:27-cli
CMD nvidia-docker run nvidia/cuda:12.4.1-base-ubuntu22.04 nvidia-smi
#   ^^^^^^^^^^^^^ nvidia-docker-command: nvidia-docker is not made any more: docker run --gpus does the same
