FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv python3-dev
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN python3 -m venv /opt/venv && pip install poetry==1.8.3 torch==2.4.1 setuptools wheel
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --only main
RUN pip install --no-build-isolation flash-attn==2.6.3

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY pyproject.toml poetry.lock ./
COPY --from=builder /opt/venv /opt/venv
COPY . .
CMD ["python", "serve.py"]
