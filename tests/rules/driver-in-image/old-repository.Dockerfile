FROM ubuntu:18.04
RUN apt-get update && apt-get install -y cuda
#                                        ^^^^ driver-in-image: cuda installs an NVIDIA driver into the image, and the host has its own
