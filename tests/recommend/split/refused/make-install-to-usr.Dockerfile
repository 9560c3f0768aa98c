# refused: something is compiled and installed to /usr
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y cmake git
COPY . /src
RUN cmake -S /src -B /src/build -DGGML_CUDA=ON -DCMAKE_INSTALL_PREFIX=/usr && cmake --build /src/build && cmake --install /src/build
CMD ["app"]
