FROM --platform=linux/arm64 nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.5.1
#                ^^^^^^^^^^^^ torch-cpu-wheel: torch 2.5.1 is a CPU build, and nvidia/cuda:12.4.1-base-ubuntu22.04 is an image for NVIDIA GPUs
