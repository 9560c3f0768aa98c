FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cuda-nvcc-12-8
COPY kernel.cu .
RUN /usr/local/cuda-12.8/bin/nvcc -arch=sm_120 kernel.cu -o /out
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
