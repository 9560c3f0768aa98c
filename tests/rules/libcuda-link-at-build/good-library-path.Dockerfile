FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc
COPY stubs /opt/stubs
ENV LIBRARY_PATH=/opt/stubs
RUN gcc probe.c -lcuda -o probe
