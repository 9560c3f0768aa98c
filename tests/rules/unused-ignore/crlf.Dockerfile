FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build
#                 ^^^^^^^^^^^^ unused-ignore: no finding of gpu-at-build needs this comment
RUN echo hello
