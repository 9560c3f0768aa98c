FROM nvidia/cuda:12.9.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
# A family: 10.0 and what comes after it with the same major.
RUN nvcc -gencode arch=compute_100f,code=sm_100f kernel.cu -o /out
FROM nvidia/cuda:12.9.1-base-ubuntu22.04
COPY --from=build /out /out
