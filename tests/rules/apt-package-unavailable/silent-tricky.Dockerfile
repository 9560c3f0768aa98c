# The stage below lists it.
FROM debian:bookworm AS base
COPY debian.sources /etc/apt/sources.list.d/
FROM base AS below
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit

# A script may.
FROM debian:bookworm AS script
COPY sources.sh /
RUN sh /sources.sh && apt-get update && apt-get install -y nvidia-cuda-toolkit

# Somebody else's image on Debian.
FROM jupyter/base-notebook:latest AS other
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit

# Its failure is expected.
FROM debian:bookworm AS tolerated
RUN apt-get update && (apt-get install -y nvidia-cuda-toolkit || true)

# Only with a build argument.
FROM debian:bookworm
ARG GPU=false
RUN if [ "$GPU" = true ]; then apt-get update && apt-get install -y nvidia-cuda-toolkit; fi
