FROM nvcr.io/nvidia/cuda:11.7.0-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvcr.io/nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub and may be gone here too
RUN echo hello
