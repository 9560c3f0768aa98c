FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY *.cu ./
RUN nvcc -arch=sm_90a hopper.cu -c -o hopper.o
RUN nvcc -arch=sm_80 ampere.cu -c -o ampere.o
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /*.o /
