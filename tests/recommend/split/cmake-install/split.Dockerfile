FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y cmake git
RUN git clone --depth 1 https://github.com/ggml-org/llama.cpp /src && \
    cmake -S /src -B /src/build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=90 && \
    cmake --build /src/build -j 4 && \
    cmake --install /src/build --prefix /opt/llama

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=builder /opt/llama /opt/llama
ENV PATH=/opt/llama/bin:$PATH
CMD ["llama-server", "--host", "0.0.0.0"]
