ARG CUDA=12.6.3
FROM nvidia/cuda:${CUDA}-cudnn-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN APEX_CUDA_EXT=1 pip3 install --no-build-isolation git+https://github.com/NVIDIA/apex
#                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ torch-nvcc-mismatch: apex is compiled with nvcc 12.6
