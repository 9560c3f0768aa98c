# One part of another release, and a condition that nobody knows.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
ARG WITH_SECOND
RUN apt-get update && apt-get install -y libcublas-12-6 cuda-nvtx-12-6
RUN if [ -n "$WITH_SECOND" ]; then apt-get install -y cuda-toolkit-12-6; fi
