# flags: --platform linux/arm64
FROM --platform=$BUILDPLATFORM nvidia/cuda:12.4.1-devel-ubi8 AS build
RUN make
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=build /app /app
