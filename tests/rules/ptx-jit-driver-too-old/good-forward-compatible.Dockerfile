# flags: --driver 535.104.05 --gpu A100
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
# cuda-compat of the image compiles it.
RUN nvcc -arch=sm_70 kernel.cu -o kernel
CMD ["./kernel"]
