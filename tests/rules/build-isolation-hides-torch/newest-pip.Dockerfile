FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN python3 -m pip install --no-cache-dir -U pip setuptools wheel
RUN python3 -m pip install packaging ninja torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN TORCH_CUDA_ARCH_LIST=8.0 python3 -m pip install flash-attn==2.6.3
#                                                   ^^^^^^^^^^^^^^^^^ build-isolation-hides-torch: flash-attn 2.6.3 needs torch while it is built, but pip builds it where torch is not
