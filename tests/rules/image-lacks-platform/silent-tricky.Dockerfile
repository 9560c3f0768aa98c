# flags: --platform linux/arm64
ARG P=linux/amd64
FROM --platform=$P nvidia/cuda:11.8.0-base-ubi8 AS cross
FROM nvidia/cuda:11.8.0-base-ubi7@sha256:0000000000000000000000000000000000000000000000000000000000000000 AS digest
FROM python:3.11-slim AS unknown
FROM scratch
COPY --from=cross /app /app

# Somebody saw it for amd64; nobody said that this is all.
FROM pytorch/pytorch:2.4.1-cuda12.4-cudnn9-runtime AS seen
