FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS base
FROM base
RUN apt-get update && apt-get install -y libnccl2
#                                        ^^^^^^^^ apt-held-packages: apt does not change libnccl2: nvidia/cuda:12.4.1-runtime-ubuntu22.04 holds it
