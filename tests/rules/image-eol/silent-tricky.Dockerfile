# Nothing of the builder's base is shipped.
FROM nvidia/cuda:12.4.0-devel-ubuntu20.04 AS builder
RUN nvcc -arch=sm_80 k.cu -o /k
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
COPY --from=builder /k /k
CMD ["/k"]
