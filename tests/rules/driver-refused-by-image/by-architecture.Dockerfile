# flags: --driver 535.104.05 --gpu A100 --platform linux/amd64
FROM ubuntu:22.04 AS base
FROM base AS base-amd64
ENV NVIDIA_REQUIRE_CUDA "cuda>=12.3 brand=tesla,driver>=470,driver<471 brand=nvidia,driver>=470,driver<471"
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: NVIDIA_REQUIRE_CUDA
FROM base AS base-arm64
ENV NVIDIA_REQUIRE_CUDA "cuda>=12.4"
FROM base-${TARGETARCH}
CMD ["nvidia-smi"]
