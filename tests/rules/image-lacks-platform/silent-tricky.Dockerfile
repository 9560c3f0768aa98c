# flags: --platform linux/arm64
ARG P=linux/amd64
FROM --platform=$P nvidia/cuda:11.8.0-base-ubi8 AS cross
FROM nvidia/cuda:11.8.0-base-ubi7@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS digest
FROM python:3.11-slim AS unknown
FROM scratch
COPY --from=cross /app /app

# Built on an image that is there for amd64 only, by somebody who may have built more.
FROM nvidia/cudagl:10.2-devel-ubuntu18.04 AS built_on
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deprecated-gpu-package: nvidia/cudagl was given up
