FROM node:20-slim AS web
WORKDIR /web
COPY web/ .
RUN npm ci && npm run build

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y python3 python3-pip

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS server
RUN apt-get update && apt-get install -y python3
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY --from=web /web/dist /srv/www
COPY server.py /srv/
CMD ["python3", "/srv/server.py"]
