# A comment at the top.
from nvidia/cuda:12.4.1-devel-ubuntu22.04 as builder

# Packages of the system.
run apt-get update && apt-get install -y \
    # for everything
    python3 \
    # only to build
    python3-pip build-essential \
    # for images
    libjpeg8 \
 && rm -rf /var/lib/apt/lists/*

RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install setuptools wheel
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH

# The slow part.
run pip install torch==2.4.1
run pip install flash-attn==2.6.3 --no-build-isolation   

from nvidia/cuda:12.4.1-runtime-ubuntu22.04 as app

# The port is fixed.
expose 8000

# Packages of the system.
run apt-get update && apt-get install -y \
    # for everything
    python3 \
    # only to build
    # for images
    libjpeg8 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH

# The app.
copy app.py /app/
# How it starts.
cmd ["python3", "/app/app.py"]
# The end.
