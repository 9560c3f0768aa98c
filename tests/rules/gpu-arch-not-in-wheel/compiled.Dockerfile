# flags: --gpu T4
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cuda-nvcc-12-4
COPY kernel.cu .
RUN nvcc -gencode arch=compute_80,code=sm_80 kernel.cu -o kernel
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-arch-not-in-wheel: what is compiled with nvcc 12.4 has no code for Tesla T4 (sm_75), which this project declares
CMD ["./kernel"]
