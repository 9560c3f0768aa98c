FROM ubuntu:22.04
RUN echo "apt-get install nvidia-container-toolkit" > /etc/motd
