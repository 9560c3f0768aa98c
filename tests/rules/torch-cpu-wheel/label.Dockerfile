FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN python3 -m pip install torch==2.1.0+cpu --extra-index-url https://download.pytorch.org/whl/cpu
#                          ^^^^^^^^^^^^^^^^ torch-cpu-wheel: torch 2.1.0+cpu is a CPU build, and nvidia/cuda:12.1.1-runtime-ubuntu22.04 is an image for NVIDIA GPUs
