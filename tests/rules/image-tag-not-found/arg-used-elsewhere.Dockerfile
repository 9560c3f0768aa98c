ARG V=11.3.0
FROM nvidia/cuda:${V}-cudnn8-devel-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.3.0-cudnn8-devel-ubuntu20.04 was deleted from Docker Hub
ARG V
RUN wget https://example.com/cuda_${V}_465.run
