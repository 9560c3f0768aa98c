FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build the builder has a GPU
RUN nvidia-smi
