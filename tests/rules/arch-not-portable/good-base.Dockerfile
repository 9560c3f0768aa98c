FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_90a,code=sm_90a -gencode arch=compute_80,code=[sm_80,compute_80] kernel.cu -o /out
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
