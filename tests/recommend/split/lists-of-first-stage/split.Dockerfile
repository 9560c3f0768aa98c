FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y python3 python3-pip

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN apt-get install -y git ninja-build
RUN TORCH_CUDA_ARCH_LIST=8.0 pip3 install --no-build-isolation flash-attn==2.6.3

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3
RUN apt-get install -y git
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY serve.py /serve.py
CMD ["python3", "/serve.py"]
