FROM debian:trixie
RUN apt-get update && \
    apt-get install -y build-essential nvidia-cuda-dev
#                                      ^^^^^^^^^^^^^^^ apt-package-unavailable: nvidia-cuda-dev is in non-free, which the image's sources do not list
