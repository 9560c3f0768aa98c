FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
COPY m.cu n.cu /src/
RUN nvcc -o /src/m /src/m.cu
RUN cp /src/m /usr/local/bin/m
RUN nvcc -o /usr/local/bin/n /src/n.cu

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY m.cu n.cu /src/
COPY --from=builder /src/m /src/m
COPY --from=builder /usr/local/bin/m /usr/local/bin/m
COPY --from=builder /usr/local/bin/n /usr/local/bin/n
CMD ["m"]
