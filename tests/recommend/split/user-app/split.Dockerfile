FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
ARG DEBIAN_FRONTEND=noninteractive
ARG MAX_JOBS=4
RUN apt-get update && apt-get install -y python3 python3-pip
RUN useradd --create-home app

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.4.1
RUN MAX_JOBS=${MAX_JOBS} pip install flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y python3
RUN useradd --create-home app
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
USER app
WORKDIR /home/app
COPY --chown=app:app . .
VOLUME /data
STOPSIGNAL SIGINT
CMD ["python3", "main.py"]
