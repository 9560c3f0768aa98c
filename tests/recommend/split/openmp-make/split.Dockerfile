FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update \
 && apt-get install -y --no-install-recommends make libssl-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Makefile ./
COPY src ./src
RUN make -j2 CUDA=1 CXXFLAGS="-O2 -fopenmp" && cp bin/rank /usr/local/bin/rank

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update \
 && apt-get install -y --no-install-recommends libssl-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/bin/rank /usr/local/bin/rank
WORKDIR /data
COPY config.ini /etc/rank/config.ini
ENTRYPOINT ["/usr/local/bin/rank"]
