ARG ARCHS="60;75;86"
FROM nvidia/cuda:13.0.1-devel-ubuntu24.04 AS build
ARG ARCHS
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -S . -B build -DLLAMA_CUDA=ON -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=${ARCHS}
FROM nvidia/cuda:13.0.1-base-ubuntu24.04
COPY --from=build /build /build
