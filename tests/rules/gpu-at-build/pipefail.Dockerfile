FROM nvidia/cuda:12.4.1-base-ubuntu22.04
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN nvidia-smi | tee log
#   ^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
