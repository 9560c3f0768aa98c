# Images of device plugins run no CUDA.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
ENV NVIDIA_DISABLE_REQUIRE=true
COPY plugin /usr/bin/
CMD ["plugin"]
