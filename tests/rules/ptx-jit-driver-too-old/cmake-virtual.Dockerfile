# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cmake make cuda-nvcc-12-4 cuda-cudart-dev-12-4
COPY . .
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=75-virtual && cmake --build build
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ptx-jit-driver-too-old: what is compiled with nvcc 12.4 has only PTX for GeForce RTX 3090 (sm_86), and compiling it takes driver >= 550.54.14, but this project declares 535.104.05
CMD ["build/bin/main"]
