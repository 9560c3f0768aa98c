# libdevice comes from the context, from the network or from another image.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip curl
RUN pip3 install "jax[cuda12_local]==0.5.3"

FROM base AS context
COPY nvvm /usr/local/cuda/nvvm

FROM base AS parts
COPY toolkit-parts/ /usr/local/cuda/

FROM base AS network
RUN mkdir -p /usr/local/cuda/nvvm/libdevice && \
    curl -o /usr/local/cuda/nvvm/libdevice/libdevice.10.bc https://example.com/libdevice.10.bc

FROM base AS image
COPY --from=nvidia/cuda:12.6.3-devel-ubuntu22.04 /usr/local/cuda/nvvm/libdevice /usr/local/cuda/nvvm/libdevice

FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS toolkit
FROM base AS stage
COPY --from=toolkit /usr/local/cuda-12.6/nvvm/libdevice/libdevice.10.bc /app/

FROM base AS mount
RUN --mount=from=toolkit,source=/usr/local/cuda/nvvm,target=/nvvm cp -r /nvvm /usr/local/cuda/
