FROM ubuntu:22.04
RUN apt-get update && apt-get install -y --no-install-recommends kmod nvidia-driver-535-server
COPY nvidia-driver /usr/local/bin
ENTRYPOINT ["nvidia-driver", "init"]
