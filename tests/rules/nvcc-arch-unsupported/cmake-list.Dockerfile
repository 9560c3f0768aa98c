FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES="75;86-real;120" && cmake --build build
#                                                                        ^^^ nvcc-arch-unsupported: nvcc of CUDA 12.4.1 does not know 120 (compute_120), which came with CUDA 12.8
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /out /out
