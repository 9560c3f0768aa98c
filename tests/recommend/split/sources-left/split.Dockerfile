FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends cmake ninja-build
# All of the project is only compiled.
COPY . /src
RUN cmake -S /src -B /src/build -G Ninja -DUSE_CUDA=ON && cmake --build /src/build && \
    cmake --install /src/build --prefix /opt/app

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=builder /opt/app /opt/app
# The models are read where they are, and the settings are beside what runs.
COPY models /models
WORKDIR /opt/app
COPY settings.json conf/
ENTRYPOINT ["/opt/app/bin/serve"]
