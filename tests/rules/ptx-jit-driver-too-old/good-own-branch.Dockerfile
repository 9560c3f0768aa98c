# flags: --driver 550.40.07 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
# Branch 550 is the toolkit's own.
RUN nvcc -arch=sm_70 kernel.cu -o kernel
CMD ["./kernel"]
