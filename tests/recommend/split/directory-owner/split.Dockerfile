FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ git cmake
RUN useradd -m app
RUN git clone https://github.com/x/y /srv/y && cd /srv/y && cmake -B build && cmake --build build && chown -R app:app /srv/y && chmod -R a+rX /srv/y

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN useradd -m app
COPY --from=builder /srv/y /srv/y
RUN chown app:app /srv/y
RUN chown -R 1000 /srv
USER app
WORKDIR /srv/y
CMD ["./build/y"]
