FROM ubuntu:22.04
# cudafit: ignore=gpu-at-build
#                 ^^^^^^^^^^^^ unused-ignore: no finding of gpu-at-build needs this comment
RUN echo hello
RUN nvidia-smi
#   ^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
