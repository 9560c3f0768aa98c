# syntax=docker/dockerfile:1
ARG CUDA_VERSION=12.4.1
ARG OS=ubuntu22.04
FROM nvidia/cuda:${CUDA_VERSION}-cudnn-devel-${OS} AS build
ARG TORCH_VERSION=2.4.1
ENV DEBIAN_FRONTEND=noninteractive \
    PIP_NO_CACHE_DIR=1 \
    TORCH_CUDA_ARCH_LIST="8.0;8.6;8.9;9.0+PTX"
RUN apt-get update && apt-get install -y --no-install-recommends \
        build-essential \
        git \
        ninja-build \
        python3-dev \
        python3-pip \
        python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install torch==${TORCH_VERSION} --index-url https://download.pytorch.org/whl/cu124
WORKDIR /src
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
RUN --mount=type=cache,target=/root/.cache \
    if [ -f setup.py ]; then pip install --no-build-isolation -v .; else echo "nothing to build"; fi

FROM nvidia/cuda:${CUDA_VERSION}-cudnn-runtime-${OS}
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY app /app
WORKDIR /app
EXPOSE 8080/tcp
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health || exit 1
ENTRYPOINT ["python", "-m", "app"]
CMD ["--port", "8080"]
