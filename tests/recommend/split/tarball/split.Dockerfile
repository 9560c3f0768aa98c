FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends make wget
WORKDIR /tmp
RUN wget -q https://example.com/rank-1.2.tar.gz && tar xzf rank-1.2.tar.gz && cd rank-1.2 && \
    ./configure --prefix=/opt/rank --with-cuda && make -j4 && make install && cd .. && rm -rf rank-1.2 rank-1.2.tar.gz

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
WORKDIR /tmp
COPY --from=builder /opt/rank /opt/rank
WORKDIR /work
CMD ["/opt/rank/bin/rank"]
