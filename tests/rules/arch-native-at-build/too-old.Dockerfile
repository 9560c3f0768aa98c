FROM nvidia/cuda:11.4.3-devel-ubuntu20.04 AS build
COPY kernel.cu .
RUN nvcc -arch=native kernel.cu -o /out
#              ^^^^^^ arch-native-at-build: nvcc of CUDA 11.4.3 does not know native
FROM nvidia/cuda:11.4.3-base-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.4.3-base-ubuntu20.04 builds on Ubuntu 20.04, which is out of support since 2025-05-29
COPY --from=build /out /out
