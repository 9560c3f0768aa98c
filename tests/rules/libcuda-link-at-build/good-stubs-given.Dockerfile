FROM ubuntu:22.04
RUN apt-get update && apt-get install -y gcc
COPY stubs /opt/stubs
RUN gcc probe.c -L/opt/stubs -lcuda -o probe
