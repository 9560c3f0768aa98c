# flags: --driver 570.124.06 --gpu "RTX 4090"
ARG CUDA=12.9.1
FROM nvidia/cuda:${CUDA}-devel-ubuntu22.04 AS build
COPY k.cu .
RUN nvcc -gencode=arch=compute_89,code=sm_89 k.cu -o /k
FROM nvidia/cuda:${CUDA}-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ driver-refused-by-image: nvidia/cuda:12.9.1-runtime-ubuntu22.04 may refuse GeForce RTX 4090
COPY --from=build /k /k
CMD ["/k"]
