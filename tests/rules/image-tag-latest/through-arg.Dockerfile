ARG BASE=nvidia/cuda:latest
FROM ${BASE}
#    ^^^^^^^ image-tag-latest: nvidia/cuda:latest was removed
RUN echo hello
