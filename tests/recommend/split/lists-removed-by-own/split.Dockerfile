FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update
RUN apt-get install -y g++ libpng16-16
COPY x.cu /src/
RUN apt-get install -y make zlib1g && nvcc -Xcompiler -fopenmp -o /usr/local/bin/x /src/x.cu -lpng

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update
RUN apt-get install -y libpng16-16
RUN apt-get update && apt-get install -y make zlib1g && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1
COPY --from=builder /usr/local/bin/x /usr/local/bin/x
RUN apt-get install -y tini
ENTRYPOINT ["tini", "--", "x"]
