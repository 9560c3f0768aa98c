ARG CUDA=12.4.1
ARG NCCL=2.18.3-1+cuda12.2
FROM nvidia/cuda:${CUDA}-runtime-ubuntu22.04
ARG NCCL
RUN apt-get update && apt-get install -y libnccl2=${NCCL}
#                                        ^^^^^^^^^^^^^^^^ apt-held-packages: apt does not change libnccl2: nvidia/cuda:12.4.1-runtime-ubuntu22.04 holds it
