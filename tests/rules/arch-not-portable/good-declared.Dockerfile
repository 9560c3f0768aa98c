# flags: --gpu H100
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_90a kernel.cu -o /out
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
