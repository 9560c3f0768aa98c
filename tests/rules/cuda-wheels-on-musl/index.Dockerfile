ARG PYTHON=3.12
FROM python:${PYTHON}-alpine3.20
RUN pip install --no-cache-dir torch==2.6.0 torchvision --index-url https://download.pytorch.org/whl/cu124
#                              ^^^^^^^^^^^^ cuda-wheels-on-musl: torch has no wheel for Alpine: its wheels need glibc, Alpine has musl
