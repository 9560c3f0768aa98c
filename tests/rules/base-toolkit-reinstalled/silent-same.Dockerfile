# Of the same version: what the image lacks is added.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04 AS compiler
RUN apt-get update && apt-get install -y cuda-toolkit-12-4

FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS again
RUN apt-get update && apt-get install -y cuda-libraries-12-4

FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS first
RUN apt-get update && apt-get install -y cuda-toolkit-12-6

FROM ubuntu:22.04 AS plain
RUN apt-get update && apt-get install -y nvidia-cuda-toolkit
