FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /usr/local/bin/uv
RUN apt-get update && apt-get install -y python3 python3-dev

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN uv pip install torch==2.4.1 setuptools
RUN uv pip install --no-build-isolation flash-attn==2.6.3

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY app.py /app/app.py
CMD ["python3", "/app/app.py"]
