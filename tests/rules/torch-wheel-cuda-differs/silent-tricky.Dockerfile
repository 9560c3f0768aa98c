# A builder whose CUDA is not shipped, and a torch that nothing pins.
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS builder
COPY kernel.cu .
RUN nvcc -arch=sm_80 -cudart static -o /kernel kernel.cu
FROM python:3.10-slim AS final
RUN pip install torch==2.5.1
COPY --from=builder /kernel /usr/local/bin/kernel
