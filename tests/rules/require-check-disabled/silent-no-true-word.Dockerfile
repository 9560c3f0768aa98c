# Go's ParseBool, which reads it, takes no yes.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DISABLE_REQUIRE=yes
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["server"]
