FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && \
    nvidia-smi -L && \
#   ^^^^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
    echo done
