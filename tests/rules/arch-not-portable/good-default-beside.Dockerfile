FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
COPY *.cu ./
# Without -arch nvcc compiles for sm_52, which is PTX for all later ones, too.
RUN nvcc -arch=sm_90a hopper.cu -c -o hopper.o && nvcc others.cu -c -o others.o
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /*.o /
