FROM ubuntu:24.04
RUN apt-get update && apt-get install -y cuda-13-4
RUN apt-get install -y cuda
