FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y gcc
COPY . .
RUN gcc -shared -o libcuda.so stub.c && gcc probe.c -o probe -L. -lcuda
