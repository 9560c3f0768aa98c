FROM ubuntu:22.04
# apt-get install -y cuda-drivers
RUN echo "install cuda-drivers on the host" > /README && apt-get update && apt-cache policy cuda-drivers
