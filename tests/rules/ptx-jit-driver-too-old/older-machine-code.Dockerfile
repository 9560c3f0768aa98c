# flags: --driver 535.104.05 --gpu "GeForce RTX 4080"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
RUN nvcc -arch=sm_70 kernel.cu -o kernel
#        ^^^^^^^^^^^ ptx-jit-driver-too-old: what is compiled with nvcc 12.4 has only PTX for GeForce RTX 4080 (sm_89), and compiling it takes driver >= 550.54.14, but this project declares 535.104.05
CMD ["./kernel"]
