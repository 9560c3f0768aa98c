FROM ubuntu:22.04
COPY NVIDIA-Linux-x86_64-550.54.15.run /tmp/
RUN sh /tmp/NVIDIA-Linux-x86_64-550.54.15.run --silent --no-kernel-module
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-in-image: NVIDIA-Linux-x86_64-550.54.15.run installs an NVIDIA driver into the image, and the host has its own
