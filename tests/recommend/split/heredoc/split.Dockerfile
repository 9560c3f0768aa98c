# syntax=docker/dockerfile:1
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN <<EOT
set -e
apt-get update
apt-get install -y python3 python3-pip tini
rm -rf /var/lib/apt/lists/*
EOT

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN <<EOT
set -e
pip install torch==2.4.1
pip install flash-attn==2.6.3 --no-build-isolation
EOT

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN <<EOT
set -e
apt-get update
apt-get install -y python3 tini
rm -rf /var/lib/apt/lists/*
EOT
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY <<EOT /app/greeting.txt
hello
EOT
COPY app.py /app/
ENTRYPOINT ["tini", "--"]
CMD ["python3", "/app/app.py"]
