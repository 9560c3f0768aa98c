# flags: --driver 550.54.15 --gpu RTX4090
FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS build
RUN nvcc --version > /version
FROM ubuntu:22.04
COPY --from=build /version /version
