FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y git make g++
RUN git clone https://github.com/x/y /y
WORKDIR /y
RUN sed -i 's/sm_70/sm_80/' Makefile && make -j8 && cp bin/y /usr/local/bin/y && chmod 755 /usr/local/bin/y && chmod 1777 /tmp

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
WORKDIR /y
RUN chmod 1777 /tmp
COPY --from=builder /usr/local/bin/y /usr/local/bin/y
COPY --from=builder /y /y
WORKDIR /
CMD ["y"]
