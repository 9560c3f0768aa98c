ARG V=11.7.0
FROM nvidia/cuda:${V}-devel-ubuntu22.04 AS build
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub
RUN true
FROM nvidia/cuda:${V}-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-runtime-ubuntu22.04 was deleted from Docker Hub
RUN true
