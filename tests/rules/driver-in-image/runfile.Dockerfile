FROM ubuntu:22.04
RUN apt-get update && apt-get install -y wget gcc
RUN wget https://developer.download.nvidia.com/compute/cuda/12.4.1/local_installers/cuda_12.4.1_550.54.15_linux.run \
 && sh cuda_12.4.1_550.54.15_linux.run --silent
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-in-image: cuda_12.4.1_550.54.15_linux.run installs an NVIDIA driver into the image, and the host has its own
