FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
COPY . /src
WORKDIR /src
RUN TORCH_CUDA_ARCH_LIST="8.0;8.6;10.0+PTX" python3 setup.py bdist_wheel
#                                 ^^^^^^^^ nvcc-arch-unsupported: nvcc of CUDA 11.8.0 does not know 10.0+PTX (compute_100), which came with CUDA 12.8
FROM ubuntu:22.04
COPY --from=build /src/dist /dist
