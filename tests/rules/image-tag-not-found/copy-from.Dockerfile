FROM ubuntu:22.04
COPY --from=nvidia/cuda:11.7.0-devel-ubuntu22.04 /usr/local/cuda /usr/local/cuda
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-devel-ubuntu22.04 was deleted from Docker Hub
RUN --mount=type=bind,from=nvidia/cuda:11.7.0-base-ubuntu22.04,target=/x true
#                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.7.0-base-ubuntu22.04 was deleted from Docker Hub
