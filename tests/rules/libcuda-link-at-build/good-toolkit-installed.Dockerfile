FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc cuda-driver-dev-12-4
RUN gcc probe.c -lcuda -o probe
