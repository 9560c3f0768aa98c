FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends curl cuda-drivers
#                                                                     ^^^^^^^^^^^^ driver-in-image: cuda-drivers installs an NVIDIA driver into the image, and the host has its own
