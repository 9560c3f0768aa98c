FROM docker.io/nvidia/cuda
#    ^^^^^^^^^^^^^^^^^^^^^ image-tag-latest: nvidia/cuda names no tag, and its latest tag was removed
RUN echo hello
