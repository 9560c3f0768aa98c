FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
RUN TORCH_CUDA_ARCH_LIST=8.0 pip3 install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
#                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-nvcc-mismatch: diff-gaussian-rasterization is compiled with nvcc 12.6, but torch 2.4.1+cu121
