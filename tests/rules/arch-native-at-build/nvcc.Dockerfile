FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
COPY kernel.cu .
RUN nvcc -arch=native kernel.cu -o /out
#              ^^^^^^ arch-native-at-build: -arch native compiles for the GPU of the build, and a build sees none
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
