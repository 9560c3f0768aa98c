FROM nvidia/cuda:10.2-cudnn7-devel-ubuntu18.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:10.2-cudnn7-devel-ubuntu18.04 was deleted from Docker Hub
RUN echo hello
