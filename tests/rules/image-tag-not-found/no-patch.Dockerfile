FROM nvidia/cuda:12.1-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.1-base-ubuntu22.04 was never published: CUDA 12.1 tags always carry a patch number
RUN echo hello
