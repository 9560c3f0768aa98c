FROM nvidia/cuda:12.6.3-devel-ubuntu22.04 AS builder
WORKDIR /app
COPY --chown=1000 . .
RUN make

FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
WORKDIR /app
COPY --from=builder /app /app
USER 1000
CMD ["./app", "--config", "conf.yaml"]
