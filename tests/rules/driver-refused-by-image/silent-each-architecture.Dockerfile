# flags: --driver 535.104.05 --gpu A100
FROM ubuntu:22.04 AS base
FROM base AS base-amd64
ENV NVIDIA_REQUIRE_CUDA "cuda>=12.3 brand=tesla,driver>=535,driver<536 brand=nvidia,driver>=535,driver<536"
FROM base AS base-arm64
ENV NVIDIA_REQUIRE_CUDA "CUDA>=12.3"
FROM base-${TARGETARCH}
CMD ["nvidia-smi"]
