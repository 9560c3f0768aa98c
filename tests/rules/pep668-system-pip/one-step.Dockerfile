FROM ubuntu:24.04
RUN apt-get update && \
    apt-get install -y --no-install-recommends python3-pip && \
    pip install numpy && \
#   ^^^^^^^^^^^^^^^^^ pep668-system-pip: pip cannot install into the Python of Ubuntu 24.04
    rm -rf /var/lib/apt/lists/*
