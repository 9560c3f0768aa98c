# The second one is used by its path, or made the one that counts.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS used
RUN apt-get update && apt-get install -y cuda-toolkit-12-6
ENV CUDA_HOME=/usr/local/cuda-12.6

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS linked
RUN apt-get update && apt-get install -y cuda-toolkit-12-6 && \
    ln -sfn /usr/local/cuda-12.6 /usr/local/cuda

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS variable
ARG RELEASE
RUN apt-get update && apt-get install -y cuda-toolkit-12-6
RUN PATH=/usr/local/cuda-$RELEASE/bin:$PATH nvcc --version

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS replaced
RUN apt-get update && apt-get install -y cuda-toolkit-12-6 && rm -rf /usr/local/cuda-12.4

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS another-major
RUN apt-get update && apt-get install -y cuda-libraries-11-8
