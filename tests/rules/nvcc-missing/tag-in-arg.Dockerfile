ARG CUDA_TAG=12.4.1-runtime-ubuntu22.04
FROM nvidia/cuda:${CUDA_TAG}
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install --no-build-isolation "flash-attn==2.8.2"
#                                      ^^^^^^^^^^^^^^^^^ nvcc-missing: flash-attn 2.8.2 needs nvcc
