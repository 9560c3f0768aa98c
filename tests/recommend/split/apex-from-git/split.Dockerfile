FROM nvidia/cuda:12.1.1-cudnn8-devel-ubuntu22.04 AS builder
ENV TORCH_CUDA_ARCH_LIST="8.0;9.0"
RUN apt-get update && apt-get install -y git python3 python3-pip ninja-build && rm -rf /var/lib/apt/lists/*

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.3.1 --index-url https://download.pytorch.org/whl/cu121
RUN git clone https://github.com/NVIDIA/apex /tmp/apex && \
    cd /tmp/apex && \
    pip install -v --no-build-isolation --no-cache-dir . && \
    rm -rf /tmp/apex

FROM nvidia/cuda:12.1.1-cudnn8-runtime-ubuntu22.04
LABEL maintainer="someone@example.com"
ENV TORCH_CUDA_ARCH_LIST="8.0;9.0"
RUN apt-get update && apt-get install -y python3 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
WORKDIR /srv
COPY server.py /srv/
ENTRYPOINT ["python3", "server.py"]
