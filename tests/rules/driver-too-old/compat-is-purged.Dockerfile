# flags: --driver 470.82.01 --gpu A100
FROM nvidia/cuda:12.2.2-base-ubuntu22.04
RUN apt-get purge -y cuda-compat-*
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.1.2 --index-url https://download.pytorch.org/whl/cu121
#                ^^^^^^^^^^^^ driver-too-old: torch 2.1.2+cu121 needs NVIDIA driver >= 525.60.13, but this project declares 470.82.01
