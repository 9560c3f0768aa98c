FROM debian:12
RUN apt-get update && apt-get install -y nvidia-driver-535 libnvidia-compute-535
