FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04 AS builder
ENV PYTHONUNBUFFERED=1
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip python3-dev git gcc ffmpeg
WORKDIR /app
COPY requirements.txt .

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
RUN python3 -m pip install --no-cache-dir torch==2.4.1 wheel packaging
RUN python3 -m pip install --no-cache-dir --no-build-isolation -r requirements.txt

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
ENV PYTHONUNBUFFERED=1
RUN apt-get update && apt-get install -y --no-install-recommends python3 git ffmpeg
WORKDIR /app
COPY requirements.txt .
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH
COPY src/ src/
CMD ["uvicorn", "src.main:app", "--host", "0.0.0.0"]
