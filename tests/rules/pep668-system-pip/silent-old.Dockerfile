FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip && pip3 install numpy
FROM debian:11
RUN apt-get update && apt-get install -y python3-pip && pip3 install numpy
