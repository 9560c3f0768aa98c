FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -gencode arch=compute_120a,code=sm_120a -gencode=arch=compute_90,code=[sm_90,compute_90] kernel.cu -o /out
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /out /out
