FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS pinned
RUN apt-get update && apt-get install -y libcudnn8=8.9.6.50-1+cuda11.8

FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04 AS pattern
RUN apt-get update && apt-get install -y "libcudnn8=8.*+cuda11.8"

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS named
RUN apt-get update && apt-get install -y libcudnn9-cuda-12

FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04 AS same_major
RUN apt-get update && apt-get install -y libcudnn8
