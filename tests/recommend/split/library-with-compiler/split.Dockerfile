FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y libboost-all-dev
COPY . /src
RUN make -C /src && cp /src/main /usr/local/bin/main

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libboost-all-dev
COPY --from=builder /usr/local/bin/main /usr/local/bin/main
CMD ["main"]
