FROM nvidia/cuda:11.8.0-base-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.8.0-base-ubuntu20.04 builds on Ubuntu 20.04, which is out of support since 2025-05-29
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==1.13.1 -f https://download.pytorch.org/whl/torch_stable.html
#                ^^^^^^^^^^^^^ torch-cpu-wheel: torch 1.13.1+rocm5.2 is built for AMD's ROCm, and nvidia/cuda:11.8.0-base-ubuntu20.04 is an image for NVIDIA GPUs
