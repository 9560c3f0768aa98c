FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y cmake g++
WORKDIR /src
COPY . .
RUN cmake -S . -B build -DCMAKE_CUDA_ARCHITECTURES=80 && cmake --build build && cmake --install build

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
WORKDIR /src
COPY . .
COPY --from=builder /usr/local/bin /usr/local/bin
COPY --from=builder /usr/local/lib /usr/local/lib
COPY --from=builder /usr/local/share /usr/local/share
RUN ldconfig
CMD ["app"]
