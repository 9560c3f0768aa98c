# flags: --gpu A100
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=native && cmake --build build
#                                                            ^^^^^^ arch-native-at-build: CMAKE_CUDA_ARCHITECTURES native compiles for the GPU of the build, and a build sees none
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
