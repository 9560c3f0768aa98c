FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
ARG HOPPER=1
COPY kernel.cu .
RUN if [ "$HOPPER" = 1 ]; then nvcc -arch=sm_90a kernel.cu -o /out; else nvcc -arch=sm_80 kernel.cu -o /out; fi
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
