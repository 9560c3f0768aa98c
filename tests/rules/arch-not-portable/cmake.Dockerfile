FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES="90a-real;120a" && cmake --build build
#                                                             ^^^^^^^^ arch-not-portable: 90a-real and what else is compiled here is code for compute capability 9.0 and 12.0 alone
FROM nvidia/cuda:12.8.1-base-ubuntu22.04
COPY --from=build /build /build
