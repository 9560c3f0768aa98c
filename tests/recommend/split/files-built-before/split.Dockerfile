FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS builder
COPY m.cu n.cu /src/
RUN nvcc -o /opt/m /src/m.cu
RUN chmod 755 /opt/m
RUN nvcc -o /usr/local/bin/n /src/n.cu

FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
COPY --from=builder /opt/m /opt/m
COPY --from=builder /usr/local/bin/n /usr/local/bin/n
CMD ["/opt/m"]
