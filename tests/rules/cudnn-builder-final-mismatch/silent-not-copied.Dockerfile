# What is shipped comes from another stage.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS test
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=ON && cmake --build /build

FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=OFF && cmake --build /build

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /build/bin/serve /opt/serve
CMD ["/opt/serve"]
