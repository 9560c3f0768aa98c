FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS build
RUN ./configure --enable-nvenc --enable-cuda && make
FROM ubuntu:22.04
COPY --from=build /out /out
