FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ \
    && mkdir -p /data && useradd -m -u 1001 app \
    && chown app /data \
    && rm -rf /var/lib/apt/lists/*
COPY m.cu /src/
RUN nvcc -o /usr/local/bin/m /src/m.cu

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN mkdir -p /data && useradd -m -u 1001 app && chown app /data
COPY --from=builder /usr/local/bin/m /usr/local/bin/m
USER app
CMD ["m"]
