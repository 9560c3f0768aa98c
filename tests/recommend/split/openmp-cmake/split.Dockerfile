FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y cmake g++
COPY . /src
RUN cmake -S /src -B /src/out && cmake --build /src/out && cp /src/out/run /usr/local/bin/run

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/bin/run /usr/local/bin/run
CMD ["run"]
