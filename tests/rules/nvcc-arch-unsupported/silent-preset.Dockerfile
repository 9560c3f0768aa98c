FROM nvidia/cuda:13.0.1-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:13.0.1-devel-ubuntu22.04: NVIDIA's support for CUDA 13.0.1 ended by 2025-12-15
RUN apt-get update && apt-get install -y cmake git
RUN git clone https://github.com/ggml-org/llama.cpp /src && cd /src && cmake --preset x -DCMAKE_CUDA_ARCHITECTURES="60;70;80" -DGGML_CUDA=ON
RUN cd /src && cmake -C cache.cmake -B build -DCMAKE_CUDA_ARCHITECTURES="60;70;80" -DGGML_CUDA=ON
