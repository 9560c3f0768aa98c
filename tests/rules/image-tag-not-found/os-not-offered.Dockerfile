FROM nvidia/cuda:12.1.1-devel-ubuntu24.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.1.1-devel-ubuntu24.04 is not on Docker Hub: CUDA 12.1.1 has no images on ubuntu24.04
RUN echo hello
