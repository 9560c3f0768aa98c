FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends \
    libnccl2=2.26.2-1+cuda12.8 libnccl-dev=2.26.2-1+cuda12.8
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ apt-held-packages: apt does not change libnccl2, libnccl-dev: nvidia/cuda:12.4.1-devel-ubuntu22.04 holds them
