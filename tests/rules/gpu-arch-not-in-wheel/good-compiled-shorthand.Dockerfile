# flags: --gpu A100
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
# -arch=sm_75 adds PTX, which the driver compiles for 8.0.
RUN nvcc -arch=sm_75 kernel.cu -o kernel
CMD ["./kernel"]
