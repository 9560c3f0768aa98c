FROM ubuntu:22.04 AS ubuntu
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit

FROM debian:bookworm AS sed
RUN sed -i 's/Components: main/Components: main contrib non-free/' /etc/apt/sources.list.d/debian.sources
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit

FROM debian:bookworm AS list
RUN echo "deb http://deb.debian.org/debian bookworm contrib non-free" >> /etc/apt/sources.list && apt-get update && apt-get install -y nvidia-cuda-toolkit

FROM debian:bookworm AS repository
RUN add-apt-repository contrib non-free && apt-get update && apt-get install -y nvidia-cuda-toolkit

FROM debian:bookworm AS main
RUN apt-get update && apt-get install -y clinfo
