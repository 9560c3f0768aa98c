FROM nvidia/cuda:12.8.1-devel-ubuntu22.04 AS build
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128
COPY . /src
WORKDIR /src
RUN TORCH_CUDA_ARCH_LIST="9.0a" python3 setup.py bdist_wheel
#                         ^^^^ arch-not-portable: 9.0a is code for compute capability 9.0 alone, and nothing else is compiled here
FROM ubuntu:22.04
COPY --from=build /src/dist /dist
