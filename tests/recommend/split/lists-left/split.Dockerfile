FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ make
COPY . /src
RUN cd /src && make && make install

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update
COPY --from=builder /usr/local/bin /usr/local/bin
COPY --from=builder /usr/local/lib /usr/local/lib
COPY --from=builder /usr/local/share /usr/local/share
RUN ldconfig
RUN apt-get install -y --no-install-recommends libgomp1 ca-certificates
CMD ["solver"]
