FROM nvidia/cuda:12.1.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y python3-pip python3-dev python3-yaml ninja-build

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv --system-site-packages /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
ENV TORCH_CUDA_ARCH_LIST="8.0;8.6"
RUN pip3 install --no-build-isolation flash-attn==2.6.3

FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-yaml
ENV TORCH_CUDA_ARCH_LIST="8.0;8.6"
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY serve.py /serve.py
CMD ["python3", "/serve.py"]
