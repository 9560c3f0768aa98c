FROM ubuntu:22.04
RUN --mount=type=bind,from=nvidia/cuda:latest,source=/usr/local/cuda,target=/cuda ls /cuda
#                          ^^^^^^^^^^^^^^^^^^ image-tag-latest: nvidia/cuda:latest was removed
