FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /build -D USE_CUDA=ON -D USE_CUDNN=1 && cmake --build /build

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
COPY --from=build /build/bin/serve /opt/serve
#<cudnn-builder-final-mismatch: compiled with cuDNN 8, and nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 has cuDNN 9
CMD ["/opt/serve"]
