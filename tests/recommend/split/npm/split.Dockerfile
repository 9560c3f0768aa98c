FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv python3-dev nodejs npm
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN pip install torch==2.4.1 setuptools wheel
RUN pip install --no-build-isolation flash-attn==2.6.3
COPY web /src/web
RUN cd /src/web && npm ci && npm run build

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv nodejs
ENV PATH=/opt/venv/bin:$PATH
COPY web /src/web
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /src/web/dist /src/web/dist
WORKDIR /app
COPY server /app
ENV STATIC_FILES=/src/web/dist
CMD ["python", "serve.py"]
