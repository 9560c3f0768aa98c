# refused: which of the files that cargo makes in /app/target are used is not said
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends cargo
WORKDIR /app
COPY . .
RUN cargo build --release
CMD ["./run-server"]
