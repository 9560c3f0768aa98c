FROM nvidia/cuda:12.4.1-cudnn8-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.4.1-cudnn8-devel-ubuntu22.04 is not on Docker Hub: CUDA 12.4.1 spells it -cudnn-, not -cudnn8-
RUN echo hello
