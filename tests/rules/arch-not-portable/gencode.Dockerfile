FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_90a,code=sm_90a kernel.cu -o /out
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ arch-not-portable: arch=compute_90a,code=sm_90a is code for compute capability 9.0 alone, and nothing else is compiled here
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
