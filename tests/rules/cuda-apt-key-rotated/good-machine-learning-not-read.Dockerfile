FROM ubuntu:20.04
RUN apt-get update && echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list
FROM ubuntu:20.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && rm /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
FROM ubuntu:20.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && rm -rf /etc/apt/sources.list.d/* && apt-get update
FROM ubuntu:20.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && echo > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
FROM ubuntu:20.04
RUN if [ -n "$ML" ]; then echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list; fi; apt-get update
FROM ubuntu:20.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update || true
FROM ubuntu:20.04
RUN echo "deb [trusted=yes] https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
FROM ubuntu:20.04
RUN echo "# deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
FROM ubuntu:20.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /tmp/nvidia-ml.list && apt-get update
FROM company/base:1.0
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN echo "deb https://developer.download.nvidia.com/compute/machine-learning/repos/ubuntu2004/x86_64 /" > /etc/apt/sources.list.d/nvidia-ml.list && apt-get update
