FROM nvidia/cuda:12.4.1-cudnn9-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.4.1-cudnn9-runtime-ubuntu22.04 is not on Docker Hub: CUDA 12.4.1 spells it -cudnn-, not -cudnn9-
RUN echo hello
