FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS builder
WORKDIR /app
COPY . .
RUN chmod +x start.sh
RUN make

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
WORKDIR /app
COPY . .
RUN chmod +x start.sh
COPY --from=builder /app /app
CMD ["./start.sh", "./app"]
