# flags: --build-arg CUDA=11.7.0
ARG CUDA=12.4.1
FROM nvidia/cuda:${CUDA}-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub
RUN echo hello
