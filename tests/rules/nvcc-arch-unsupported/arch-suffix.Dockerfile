FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=sm_90a kernel.cu -o /out
#              ^^^^^^ nvcc-arch-unsupported: nvcc of CUDA 11.8.0 does not know sm_90a (compute_90a), which came with CUDA 12.0
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
COPY --from=build /out /out
