FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS allowed
RUN apt-get update && apt-get install -y --allow-change-held-packages libnccl2=2.26.2-1+cuda12.8 libnccl-dev=2.26.2-1+cuda12.8

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS unheld
RUN apt-mark unhold libnccl2 libnccl-dev && apt-get update && apt-get install -y libnccl2 libnccl-dev

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS same
RUN apt-get update && apt-get install -y libnccl2=2.21.5-1+cuda12.4 libnccl-dev=2.21.* libcublas-12-4=12.4.5.8-1

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y libnccl2=2.26.2-1+cuda12.8 libcublas-12-4

FROM nvidia/cuda:12.4.1-devel-rockylinux9 AS rpm
RUN dnf install -y libnccl-2.26.2-1+cuda12.8
