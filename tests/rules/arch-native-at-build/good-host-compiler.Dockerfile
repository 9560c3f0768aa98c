FROM ubuntu:22.04
RUN apt-get update && apt-get install -y gcc
COPY main.c .
# For the CPU, which a build has.
RUN gcc -march=native -mtune=native main.c -o /out
