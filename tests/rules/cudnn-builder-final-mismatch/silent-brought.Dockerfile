# The shipped stage gets cuDNN from apt, or the libraries are copied along.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=ON && cmake --build /build

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS apt
RUN apt-get update && apt-get install -y libcudnn9-cuda-12
COPY --from=build /build/bin/serve /opt/serve
CMD ["/opt/serve"]

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS copied
COPY --from=build /usr/lib/x86_64-linux-gnu/libcudnn* /usr/lib/x86_64-linux-gnu/
COPY --from=build /build/bin/serve /opt/serve
CMD ["/opt/serve"]
