# Serves a model.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder

# Python and what it needs
RUN apt-get update && apt-get install -y --no-install-recommends \
        python3 \
        python3-pip \
        build-essential \
        libgl1 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
# torch first: flash-attn is built against it
RUN pip3 install --no-cache-dir torch==2.4.1
RUN pip3 install --no-cache-dir flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04

# Python and what it needs
RUN apt-get update && apt-get install -y --no-install-recommends \
        python3 \
        libgl1 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH

COPY . .
EXPOSE 8000
CMD ["python3", "serve.py"]
