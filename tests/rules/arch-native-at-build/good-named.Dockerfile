FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o /out
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
