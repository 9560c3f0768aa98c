FROM python:3.11-alpine
RUN pip install torch
#               ^^^^^ cuda-wheels-on-musl: torch has no wheel for Alpine: its wheels need glibc, Alpine has musl
