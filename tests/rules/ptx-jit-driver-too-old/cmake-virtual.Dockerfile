# flags: --driver 535.104.05 --gpu "RTX 3090"
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y g++ cmake make cuda-nvcc-12-4 cuda-cudart-dev-12-4
COPY . .
RUN cmake -B build -DGGML_CUDA=ON -DCMAKE_CUDA_ARCHITECTURES=75-virtual && cmake --build build
CMD ["build/bin/main"]
