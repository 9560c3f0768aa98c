FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build the builder has a GPU
#                 ^^^^^^^^^^^^ unused-ignore: no finding of gpu-at-build needs this comment
RUN echo hello
