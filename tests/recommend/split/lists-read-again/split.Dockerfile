FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y g++ make
COPY m.cu /src/
RUN nvcc -o /usr/local/bin/m /src/m.cu

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y make
COPY --from=builder /usr/local/bin/m /usr/local/bin/m
RUN apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/*
CMD ["m"]
