FROM ubuntu:22.04 AS nvidia
FROM ubuntu:22.04
COPY --from=nvidia /a /a
RUN --mount=type=bind,from=nvidia,target=/x true
# FROM nvidia/cuda:latest
