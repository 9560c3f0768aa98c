# flags: --driver 440.33.01 --gpu "RTX 2080 Ti"
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.0.1+cu118 --index-url https://download.pytorch.org/whl/cu118
#                ^^^^^^^^^^^^^^^^^^ driver-too-old: torch 2.0.1+cu118 needs NVIDIA driver >= 450.80.02, but this project declares 440.33.01
RUN pip3 install --no-build-isolation flash-attn
#                                     ^^^^^^^^^^ nvcc-missing: flash-attn needs nvcc to be installed, and nvidia/cuda:11.8.0-base-ubuntu22.04 has none
