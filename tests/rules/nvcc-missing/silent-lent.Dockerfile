FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS toolkit
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS mounted
RUN --mount=type=bind,from=toolkit,source=/usr/local/cuda,target=/usr/local/cuda nvcc a.cu
RUN --mount=from=nvidia/cuda:12.4.1-devel-ubuntu22.04,source=/usr/local/cuda,target=/cuda /cuda/bin/nvcc a.cu
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS copied
COPY cuda /opt/cuda
RUN /opt/cuda/bin/nvcc a.cu
ENV PATH=/opt/cuda/bin:$PATH
RUN nvcc a.cu
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install nvidia-cuda-nvcc-cu12 && nvcc a.cu
