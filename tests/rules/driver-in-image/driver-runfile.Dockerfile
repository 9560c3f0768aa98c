FROM ubuntu:22.04
COPY NVIDIA-Linux-x86_64-550.54.15.run /tmp/
RUN sh /tmp/NVIDIA-Linux-x86_64-550.54.15.run --silent --no-kernel-module
