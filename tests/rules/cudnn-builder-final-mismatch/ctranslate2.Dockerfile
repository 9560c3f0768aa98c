FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y cmake g++ git
RUN git clone https://github.com/OpenNMT/CTranslate2 /src
RUN cmake -S /src -B /build -DWITH_CUDA=ON -DWITH_CUDNN=ON && cmake --build /build && \
    cmake --install /build --prefix /opt/ct2

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
COPY --from=build /opt/ct2 /opt/ct2
#<cudnn-builder-final-mismatch: what is copied from stage build is compiled with cuDNN 9
ENTRYPOINT ["/opt/ct2/bin/ct2-translator"]
