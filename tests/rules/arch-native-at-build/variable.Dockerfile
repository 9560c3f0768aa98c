FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
ENV CUDAARCHS=native
#             ^^^^^^ arch-native-at-build: CUDAARCHS native compiles for the GPU of the build, and a build sees none
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -B build -DGGML_CUDA=ON && cmake --build build
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
