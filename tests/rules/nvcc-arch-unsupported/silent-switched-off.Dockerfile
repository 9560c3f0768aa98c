FROM nvidia/cuda:13.0.1-devel-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:13.0.1-devel-ubuntu22.04: NVIDIA's support for CUDA 13.0.1 ended by 2025-12-15
RUN apt-get update && apt-get install -y cmake git
ARG USE_CUDA=OFF
RUN git clone https://github.com/ggml-org/llama.cpp /src && cd /src && cmake -B build -DGGML_CUDA=${USE_CUDA} -DCMAKE_CUDA_ARCHITECTURES="60;70;80"
RUN cd /src && cmake -B later -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES="60;70;80" -DGGML_CUDA=OFF
RUN cd /src && cmake -B apart -D GGML_CUDA:BOOL=OFF -DCMAKE_CUDA_ARCHITECTURES="60;70;80"
