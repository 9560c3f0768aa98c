FROM debian:12 AS lists
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" | tee /etc/apt/sources.list.d/nvidia-ml.list
FROM lists
RUN apt-get update
#   ^^^^^^^^^^^^^^ cuda-apt-key-rotated: NVIDIA's machine-learning repository is signed with the key 7fa2af80, which nothing brings here
