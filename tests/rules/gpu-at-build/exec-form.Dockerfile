FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN ["nvidia-smi"]
#     ^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
