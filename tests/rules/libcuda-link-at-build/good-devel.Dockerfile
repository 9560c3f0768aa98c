FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
COPY probe.c .
RUN gcc probe.c -o probe -lcuda
