FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y curl nvidia-docker2
#                                             ^^^^^^^^^^^^^^ container-runtime-in-image: nvidia-docker2 is installed into the image
