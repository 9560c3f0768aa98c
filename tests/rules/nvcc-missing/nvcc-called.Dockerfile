FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o kernel
#   ^^^^ nvcc-missing: nvcc is called
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /kernel /usr/local/bin/kernel
