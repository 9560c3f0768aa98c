# Linked statically, however it is said.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y cmake g++
COPY . /src

FROM base AS switch
RUN cmake -S /src -B /build -DWITH_CUDNN=ON -DUSE_STATIC_CUDNN=ON && cmake --build /build

FROM base AS archive
RUN cmake -S /src -B /build -DWITH_CUDNN=ON -DCUDNN_LIBRARY=/usr/lib/x86_64-linux-gnu/libcudnn_static.a && cmake --build /build

FROM base AS variable
ENV USE_STATIC_CUDNN=1
RUN cmake -S /src -B /build -DWITH_CUDNN=ON && cmake --build /build

FROM base AS all
RUN cmake -S /src -B /build -DWITH_CUDNN=ON -DCAFFE2_STATIC_LINK_CUDA=ON && cmake --build /build

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=switch /build/bin/one /opt/one
COPY --from=archive /build/bin/two /opt/two
COPY --from=variable /build/bin/three /opt/three
COPY --from=all /build/bin/four /opt/four
CMD ["/opt/one"]
