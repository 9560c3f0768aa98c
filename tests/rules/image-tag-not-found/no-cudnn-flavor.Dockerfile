FROM nvidia/cuda:12.2.0-cudnn8-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.2.0-cudnn8-devel-ubuntu22.04 is not on Docker Hub: CUDA 12.2.0 has no cuDNN images
RUN echo hello
