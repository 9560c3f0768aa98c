FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ cmake make
RUN useradd -m app
WORKDIR /app
COPY . .
RUN mkdir -p /data/cache && chmod 777 /data/cache && chown -R app:app /app /home/app && cmake -S . -B build -DCMAKE_CUDA_ARCHITECTURES=80 && cmake --build build && chmod -R a+rX build && chmod +x scripts/*.sh && sed -i 's/\r$//' scripts/run.sh && rm -rf /app/tests

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y make
RUN useradd -m app
WORKDIR /app
COPY . .
RUN mkdir -p /data/cache && chmod 777 /data/cache && chown -R app:app /app /home/app && chmod +x /app/scripts/*.sh && sed -i 's/\r$//' /app/scripts/run.sh && rm -rf /app/tests
COPY --from=builder /app/build /app/build
VOLUME /data/cache
USER app
ENTRYPOINT ["/app/scripts/run.sh"]
