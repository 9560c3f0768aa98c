# Environments that are in a mount, or removed again.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS base
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
WORKDIR /app

FROM base AS cached
RUN --mount=type=cache,target=/app/.venv uv venv && uv pip install onnxruntime-gpu==1.18.0 && .venv/bin/python -m compileall .

FROM base AS below
RUN --mount=type=cache,target=.venv uv venv .venv/test && uv pip install --python .venv/test onnxruntime-gpu==1.18.0

FROM base AS memory
RUN --mount=type=tmpfs,target=/tmp uv venv /tmp/venv && VIRTUAL_ENV=/tmp/venv uv pip install onnxruntime-gpu==1.18.0

FROM base AS relative
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0 && rm -rf .venv

FROM base AS changed-directory
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0
RUN cd / && rm -rf app/.venv

FROM base AS all
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0 && rm -rf /app/.venv/*

FROM base AS pattern
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0 && rm -rf /app/.v*

FROM base AS found
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0 && find / -type d -name .venv -exec rm -rf {} +

FROM base AS built
RUN uv venv && uv pip install onnxruntime-gpu==1.18.0
FROM built AS child
RUN rm -rf .venv
