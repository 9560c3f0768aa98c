ARG V=1
FROM ubuntu:22.04 AS base
ONBUILD ARG V
FROM base
RUN echo $V
