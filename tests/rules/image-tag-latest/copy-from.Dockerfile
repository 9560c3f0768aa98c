FROM ubuntu:22.04
COPY --from=nvidia/cuda /usr/local/cuda /usr/local/cuda
#           ^^^^^^^^^^^ image-tag-latest: nvidia/cuda names no tag, and its latest tag was removed
