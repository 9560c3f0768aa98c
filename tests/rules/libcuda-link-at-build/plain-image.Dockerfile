FROM ubuntu:22.04
RUN apt-get update && apt-get install -y g++
COPY probe.cpp .
RUN g++ -O2 -L/usr/local/cuda/lib64 probe.cpp -lcuda -o probe
#                                             ^^^^^^ libcuda-link-at-build: g++ links with libcuda
