FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y \
    cmake \
    git \
    libcurl4-openssl-dev
WORKDIR /app
COPY . /app
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES="80;90" && cmake --build build --config Release -j 4

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y \
    git \
    libcurl4-openssl-dev
WORKDIR /app
COPY . /app
COPY --from=builder /app/build /app/build
EXPOSE 8080
HEALTHCHECK CMD ["curl", "-f", "http://localhost:8080/health"]
ENTRYPOINT ["/app/build/bin/llama-server"]
