FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update
RUN apt-get install -y g++ git
RUN git clone https://github.com/x/y /y && make -C /y && make -C /y install

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=builder /usr/local/bin /usr/local/bin
COPY --from=builder /usr/local/lib /usr/local/lib
COPY --from=builder /usr/local/share /usr/local/share
RUN ldconfig
CMD ["y"]
