ARG CUDA=11.7.0
ARG OS=ubuntu22.04
FROM nvidia/cuda:${CUDA}-devel-${OS}
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub
RUN echo hello
