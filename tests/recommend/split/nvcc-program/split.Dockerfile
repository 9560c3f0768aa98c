FROM nvidia/cuda:12.2.2-devel-ubuntu22.04 AS builder
WORKDIR /work
COPY vector_add.cu .
RUN nvcc -O2 -arch=sm_80 vector_add.cu -o vector_add

FROM nvidia/cuda:12.2.2-runtime-ubuntu22.04
WORKDIR /work
COPY vector_add.cu .
COPY --from=builder /work/vector_add /work/vector_add
CMD ["./vector_add"]
