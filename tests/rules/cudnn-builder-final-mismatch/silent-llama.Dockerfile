# The image of the builder has a cuDNN that what it compiles does not use.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++ git
RUN git clone https://github.com/ggml-org/llama.cpp /src
RUN cmake -S /src -B /build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=86 && cmake --build /build

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /build/bin/llama-server /opt/llama-server
CMD ["/opt/llama-server"]
