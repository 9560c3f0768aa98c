FROM ubuntu:24.04
COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /usr/local/bin/uv
RUN apt-get update && apt-get install -y python3-pip
RUN uv pip install --system numpy
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pep668-system-pip: uv pip cannot install into the Python of Ubuntu 24.04
