FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
ARG MORE
COPY *.cu ./
RUN nvcc -arch=sm_90a hopper.cu -c -o hopper.o
RUN nvcc -gencode arch=compute_$(./newest),code=sm_$(./newest) all.cu -c -o all.o
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /*.o /
