FROM nvidia/cuda:latest AS build
#    ^^^^^^^^^^^^^^^^^^ image-tag-latest: nvidia/cuda:latest was removed
RUN echo hello
