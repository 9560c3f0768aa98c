FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN useradd -m app
WORKDIR /srv
COPY . .
RUN cmake -S . -B out && cmake --build out
RUN chown -R app:app /srv
RUN nvcc -o /usr/local/bin/n n.cu && chmod 755 /usr/local/bin/n

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN useradd -m app
WORKDIR /srv
COPY . .
RUN chown -R app:app /srv
COPY --from=builder /usr/local/bin/n /usr/local/bin/n
COPY --from=builder /srv/out /srv/out
RUN chown app:app /srv/out
USER app
CMD ["./out/y"]
