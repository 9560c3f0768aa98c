# syntax=docker/dockerfile:1.7

# An inference server with kernels of its own. Three stages:
#   base     what building and serving share
#   build    compilers, headers, wheels of our own
#   serve    what is shipped
#
# Build:   docker build -t registry.example/serve:dev .
# Run:     docker run --gpus all -p 8000:8000 registry.example/serve:dev

ARG CUDA_VERSION=12.4.1
ARG OS=ubuntu22.04
ARG PYTHON_VERSION=3.10
ARG TORCH_VERSION=2.4.1

########################################################################
# base
########################################################################
FROM nvidia/cuda:${CUDA_VERSION}-cudnn-runtime-${OS} AS base

ARG PYTHON_VERSION
LABEL org.opencontainers.image.title="serve" \
      org.opencontainers.image.description="An inference server with kernels of its own" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="Example"

ENV DEBIAN_FRONTEND=noninteractive \
    LANG=C.UTF-8 \
    LC_ALL=C.UTF-8 \
    TZ=Etc/UTC \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    VIRTUAL_ENV=/opt/venv \
    PATH=/opt/venv/bin:$PATH

# Libraries of the system that the server links to or calls.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        curl \
        ffmpeg \
        libgl1 \
        libglib2.0-0 \
        libgomp1 \
        libjemalloc2 \
        libnuma1 \
        libsndfile1 \
        locales \
        python3 \
        python3-venv \
        tini \
        tzdata \
    && rm -rf /var/lib/apt/lists/*

# Nobody runs as root.
RUN groupadd --system --gid 1000 app \
    && useradd --system --uid 1000 --gid app --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app /models /cache \
    && chown -R app:app /app /models /cache

########################################################################
# build
########################################################################
FROM nvidia/cuda:${CUDA_VERSION}-cudnn-devel-${OS} AS build

ARG TORCH_VERSION
ARG MAX_JOBS=8
ARG SCCACHE_VERSION=0.8.1

ENV DEBIAN_FRONTEND=noninteractive \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    CUDA_HOME=/usr/local/cuda \
    # what the fleet has, and what is to come
    TORCH_CUDA_ARCH_LIST="8.0;8.6;8.9;9.0+PTX" \
    FORCE_CUDA=1 \
    MAX_JOBS=${MAX_JOBS} \
    CMAKE_BUILD_TYPE=Release \
    VIRTUAL_ENV=/opt/venv \
    PATH=/opt/venv/bin:$PATH

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        build-essential \
        ca-certificates \
        cmake \
        curl \
        git \
        libnuma-dev \
        libssl-dev \
        ninja-build \
        pkg-config \
        python3 \
        python3-dev \
        python3-pip \
        python3-venv \
    && rm -rf /var/lib/apt/lists/*

# A compiler cache, where the builder offers one.
RUN if [ -n "${SCCACHE_VERSION}" ]; then \
        curl -fsSL -o /tmp/sccache.tar.gz \
            "https://github.com/mozilla/sccache/releases/download/v${SCCACHE_VERSION}/sccache-v${SCCACHE_VERSION}-x86_64-unknown-linux-musl.tar.gz" \
        && tar -xzf /tmp/sccache.tar.gz -C /tmp \
        && mv /tmp/sccache-v*/sccache /usr/local/bin/ \
        && rm -rf /tmp/sccache*; \
    fi

RUN python3 -m venv /opt/venv \
    && pip install --upgrade pip setuptools wheel packaging ninja

# torch first: it is large, and seldom another one.
RUN pip install \
        torch==${TORCH_VERSION} \
        torchvision==0.19.1 \
        --index-url https://download.pytorch.org/whl/cu124

WORKDIR /src
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt

# Attention kernels have no wheel for all of what we have.
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install flash-attn==2.6.3 --no-build-isolation

# Our own kernels.
COPY kernels/ kernels/
COPY setup.py pyproject.toml README.md ./
RUN --mount=type=cache,target=/root/.cache/sccache \
    set -eux; \
    python3 -c "import torch; print(torch.__version__, torch.version.cuda)"; \
    pip install --no-build-isolation --no-deps -v ./kernels; \
    find /opt/venv -name '*.so' -newer setup.py -exec strip --strip-unneeded {} + || true; \
    find /opt/venv -type d -name tests -prune -exec rm -rf {} +; \
    find /opt/venv -type d -name __pycache__ -prune -exec rm -rf {} +

# A small program beside it that shows what the driver offers.
COPY tools/probe.cu tools/probe.cu
RUN nvcc -O2 -std=c++17 \
        -gencode arch=compute_80,code=sm_80 \
        -gencode arch=compute_86,code=sm_86 \
        -gencode arch=compute_89,code=sm_89 \
        -gencode arch=compute_90,code=sm_90 \
        -gencode arch=compute_90,code=compute_90 \
        -o /usr/local/bin/probe tools/probe.cu

########################################################################
# serve
########################################################################
FROM base AS serve

ARG GIT_COMMIT=unknown
ARG BUILD_DATE=unknown

LABEL org.opencontainers.image.revision="${GIT_COMMIT}" \
      org.opencontainers.image.created="${BUILD_DATE}"

ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility,video \
    LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 \
    HF_HOME=/cache/huggingface \
    TORCHINDUCTOR_CACHE_DIR=/cache/inductor \
    TRITON_CACHE_DIR=/cache/triton \
    MODEL_DIR=/models \
    HOST=0.0.0.0 \
    PORT=8000 \
    WORKERS=1 \
    LOG_LEVEL=info

COPY --from=build /opt/venv /opt/venv
COPY --from=build /usr/local/bin/probe /usr/local/bin/probe

WORKDIR /app
COPY --chown=app:app app/ app/
COPY --chown=app:app config/ config/
COPY --chown=app:app <<'START' /app/start.sh
#!/bin/sh
set -eu
probe || echo "no GPU: serving from the CPU"
exec python3 -m app --host "$HOST" --port "$PORT" --workers "$WORKERS"
START

RUN chmod 0755 /app/start.sh

USER app
EXPOSE 8000/tcp
VOLUME ["/models", "/cache"]

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD curl -fsS "http://localhost:${PORT}/health" || exit 1

STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/tini", "--", "/app/start.sh"]
CMD []
# Mounted by hand where it is tried out: docker run -v $PWD/models:/models:ro ...
# Without a GPU it starts, too, and says so; that is for tests of the API only.
# What it needs of a host stands in .cudafit.toml beside this file.
# The image is rebuilt every week, so that the system gets its updates.
