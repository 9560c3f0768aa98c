FROM nvidia/cuda:12.1.1-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:12.1.1-ubuntu22.04 is not on Docker Hub: the tag names no flavor: base, runtime or devel
RUN echo hello
