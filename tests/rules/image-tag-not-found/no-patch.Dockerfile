FROM nvidia/cuda:12.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.1-base-ubuntu22.04 is not on Docker Hub: CUDA 12.1 tags always carry a patch number
RUN echo hello
