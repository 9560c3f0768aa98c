# flags: --driver 460.106.00 --gpu A100
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
#                ^^^^^^^^^^^^ driver-too-old: torch 2.4.1+cu124 needs NVIDIA driver >= 525.60.13, but this project declares 460.106.00
