FROM ubuntu:22.04
COPY cuda-keyring_1.1-1_all.deb /tmp/
RUN dpkg -i /tmp/cuda-keyring_1.1-1_all.deb \
 && apt-get update \
 && apt-get install -y cuda-12-4
#                      ^^^^^^^^^ driver-in-image: cuda-12-4 installs an NVIDIA driver into the image, and the host has its own
