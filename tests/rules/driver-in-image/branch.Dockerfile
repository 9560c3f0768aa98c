FROM debian:12
RUN apt-get update && apt-get install -y nvidia-driver-535 libnvidia-compute-535
#                                        ^^^^^^^^^^^^^^^^^ driver-in-image: nvidia-driver-535 installs an NVIDIA driver into the image, and the host has its own
#                                                          ^^^^^^^^^^^^^^^^^^^^^ driver-in-image: libnvidia-compute-535 installs an NVIDIA driver into the image, and the host has its own
