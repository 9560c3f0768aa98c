FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8 libnccl-dev=2.15.5-1+cuda11.8 libcudnn8=8.6.0.163-1+cuda11.8
RUN apt-get update && apt-get upgrade -y
#                     ^^^^^^^^^^^^^^^^^^ apt-upgrade-cuda-libs: the upgrade replaces libnccl2 2.15.5-1+cuda11.8 by 2.28.3-1+cuda13.0 or newer, and 2 more
