FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DISABLE_REQUIRE=1
#                          ^ require-check-disabled: NVIDIA_DISABLE_REQUIRE=1 switches off the check of every host's driver
RUN apt-get update && apt-get install -y python3-pip && pip install torch==2.5.1
CMD ["server"]
