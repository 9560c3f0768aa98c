FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y cuda-cupti-12-4 && rm -rf /var/lib/apt/lists/*
COPY main.cu /src/main.cu
RUN nvcc -O3 -o /usr/local/bin/prof /src/main.cu -lcupti -L/usr/local/cuda/extras/CUPTI/lib64

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y cuda-cupti-12-4 && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/bin/prof /usr/local/bin/prof
CMD ["prof"]
