FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_90a kernel.cu -o /out
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
COPY --from=build /out /out
