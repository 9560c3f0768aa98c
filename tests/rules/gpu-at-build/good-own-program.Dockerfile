FROM ubuntu:22.04
RUN printf '#!/bin/sh\nexit 0\n' > /usr/local/bin/nvidia-smi && chmod +x /usr/local/bin/nvidia-smi
RUN nvidia-smi -L
FROM ubuntu:22.04
COPY ci/nvidia-smi /usr/local/bin/
RUN nvidia-smi
FROM ubuntu:22.04
RUN apt-get install -y nvidia-utils-535 && nvidia-smi --help
#                      ^^^^^^^^^^^^^^^^ driver-in-image: nvidia-utils-535 installs an NVIDIA driver into the image, and the host has its own
