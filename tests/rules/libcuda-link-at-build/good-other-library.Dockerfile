FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc
RUN gcc probe.c -lcudart -lcudadebugger -o probe
