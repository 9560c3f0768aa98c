# The sources are gone before the upgrade.
FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS gone
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8
RUN rm -f /etc/apt/sources.list.d/cuda*.list && apt-get update && apt-get upgrade -y

# Another stage installs it.
FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y libnccl2=2.15.5-1+cuda11.8
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
COPY --from=builder /app /app
RUN apt-get update && apt-get upgrade -y
