ARG CUDA_VERSION=12.4.1
ARG UBUNTU=22.04
FROM nvidia/cuda:${CUDA_VERSION}-cudnn-devel-ubuntu${UBUNTU} AS builder
ARG TORCH=2.4.1
RUN apt-get update && apt-get install -y python3 python3-pip

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip install torch==${TORCH}
RUN pip install flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:${CUDA_VERSION}-cudnn-runtime-ubuntu${UBUNTU}
RUN apt-get update && apt-get install -y python3
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY app.py /app/
CMD ["python3", "/app/app.py"]
