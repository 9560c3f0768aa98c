FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
# Its PTX is for compute_90a, and no driver compiles that for another GPU.
RUN nvcc -arch=sm_90a kernel.cu -o /out
#              ^^^^^^ arch-not-portable: sm_90a is code for compute capability 9.0 alone, and nothing else is compiled here
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
