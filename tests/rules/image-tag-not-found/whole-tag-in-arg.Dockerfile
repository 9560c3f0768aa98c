ARG TAG=11.3.0-cudnn8-devel-ubuntu20.04
FROM nvidia/cuda:$TAG AS base
#    ^^^^^^^^^^^^^^^^ image-tag-not-found: nvidia/cuda:11.3.0-cudnn8-devel-ubuntu20.04 was deleted from Docker Hub
RUN echo hello
