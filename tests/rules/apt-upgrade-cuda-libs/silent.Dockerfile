# The image holds what it brings.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS image
RUN apt-get update && apt-get upgrade -y

FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS held
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8 && apt-mark hold libnccl2
RUN apt-get update && apt-get upgrade -y

# Upgraded before.
FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS before
RUN apt-get update && apt-get upgrade -y && apt-get install -y libnccl2=2.15.5-1+cuda11.8

# The name carries the CUDA.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS name
RUN apt-get update && apt-get install -y libcudnn9-cuda-12=9.1.0.70-1 libcublas-12-4=12.4.5.8-1 && apt-get upgrade -y
