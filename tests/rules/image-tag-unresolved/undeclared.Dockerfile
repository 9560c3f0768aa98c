FROM nvidia/cuda:${CUDA_VERSION}-base-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-unresolved: the tag of nvidia/cuda depends on CUDA_VERSION, which has no value
RUN echo hello
