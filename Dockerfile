# The image of the hook cudafit-docker, and `docker build -t cudafit .`: the portable binary and nothing else.
FROM debian:12 AS build
RUN apt-get update && \
    apt-get install -y --no-install-recommends \
      cmake g++ libcli11-dev libcurl4-openssl-dev libfmt-dev libtomlplusplus-dev libtree-sitter-dev libyaml-cpp-dev \
      ninja-build nlohmann-json3-dev pkg-config && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /cudafit
COPY CMakeLists.txt CMakePresets.json LICENSE README.md THIRD-PARTY-NOTICES ./
COPY grammar grammar
COPY matrix matrix
COPY packaging packaging
COPY schema schema
COPY src src
RUN cmake --preset portable && cmake --build --preset portable

FROM scratch
LABEL org.opencontainers.image.title="cudafit" \
      org.opencontainers.image.description="Linter for the Dockerfiles of GPU images" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /cudafit/build/portable/portable/cudafit /usr/bin/cudafit
COPY LICENSE THIRD-PARTY-NOTICES /usr/share/doc/cudafit/
ENV PATH=/usr/bin
WORKDIR /src
ENTRYPOINT ["cudafit"]
CMD ["check"]
