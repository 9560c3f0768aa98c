ARG ARCHS="60;75;86"
#          ^^ nvcc-arch-unsupported: nvcc of CUDA 13.0.1 does not know 60 (compute_60) any more, which CUDA 12.9 was the last to compile for
FROM nvidia/cuda:13.0.1-devel-ubuntu24.04 AS build
ARG ARCHS
RUN apt-get update && apt-get install -y cmake
COPY . .
RUN cmake -S . -B build -DLLAMA_CUDA=ON -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=${ARCHS}
FROM nvidia/cuda:13.0.1-base-ubuntu24.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:13.0.1-base-ubuntu24.04: NVIDIA's support for CUDA 13.0.1 ended by 2025-12-15
COPY --from=build /build /build
