FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build
ENV TORCH_CUDA_ARCH_LIST="8.0;12.0"
COPY kernel.cu .
RUN nvcc -arch=sm_80 kernel.cu -o /out
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
COPY --from=build /out /out
