FROM nvidia/cuda:12.1.1-devel
#    ^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.1.1-devel is not on Docker Hub: CUDA 12.1.1 tags always end in the system, for example ubuntu22.04
RUN echo hello
