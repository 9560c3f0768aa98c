FROM nvidia/cuda:12.4.1-cudnn-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.4.1-cudnn-base-ubuntu22.04 is not on Docker Hub: no base image has cuDNN: it comes with runtime and devel
RUN echo hello
