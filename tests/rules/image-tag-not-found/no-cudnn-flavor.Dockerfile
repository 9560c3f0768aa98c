FROM nvidia/cuda:12.2.0-cudnn8-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.2.0-cudnn8-devel-ubuntu22.04 was never published: CUDA 12.2.0 has no cuDNN images
RUN echo hello
