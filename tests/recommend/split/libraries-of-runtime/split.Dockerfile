FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
COPY main.cu /src/main.cu
RUN nvcc -O3 -o /usr/local/bin/run /src/main.cu -lcublas -lnppc -lnccl -lnvToolsExt -lcupti_static -Xcompiler -fopenmp-simd

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=builder /usr/local/bin/run /usr/local/bin/run
CMD ["run"]
