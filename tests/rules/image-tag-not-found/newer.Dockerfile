FROM nvidia/cuda:14.0.0-devel-ubuntu26.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:14.0.0-devel-ubuntu26.04: CUDA 14.0.0 is newer than
RUN echo hello
