FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends cargo pkg-config libssl-dev ca-certificates
WORKDIR /app
COPY . .
RUN cargo build --release --features cuda --bin server

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends libssl-dev ca-certificates
WORKDIR /app
COPY . .
COPY --from=builder /app/target/release/server /app/target/release/server
ENV RUST_LOG=info
CMD ["./target/release/server", "--port", "8080"]
