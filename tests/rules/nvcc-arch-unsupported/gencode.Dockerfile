FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_80,code=sm_80 -gencode arch=compute_120,code=sm_120 kernel.cu -o /out
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nvcc-arch-unsupported: nvcc of CUDA 12.4.1 does not know compute_120, which came with CUDA 12.8
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
