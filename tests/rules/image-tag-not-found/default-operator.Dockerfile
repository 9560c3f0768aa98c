FROM nvidia/cuda:${CUDA:-11.7.0}-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub
RUN echo hello
