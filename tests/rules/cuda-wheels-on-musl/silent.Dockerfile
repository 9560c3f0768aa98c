FROM python:3.11-slim AS glibc
RUN pip install torch

FROM alpine:3.20 AS apk
RUN apk add --no-cache py3-pytorch

FROM python:3.11-alpine AS pure
RUN pip install flask numpy xformers

FROM python:3.11-alpine AS other_index
RUN pip install onnxruntime --extra-index-url https://alpine-wheels.example.com/index

FROM python:3.11-alpine AS glibc_target
RUN pip download --platform manylinux2014_x86_64 --only-binary=:all: -d /wheels triton
