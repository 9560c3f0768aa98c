FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc
COPY probe.c .
RUN gcc probe.c -o probe -lcuda
#                        ^^^^^^ libcuda-link-at-build: gcc links with libcuda, and neither a driver nor its stub is there
