FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
RUN FORCE_CUDA=1 pip3 install torch-scatter -f https://data.pyg.org/whl/torch-2.6.0+cu118.html
ARG TORCH_CUDA_ARCH_LIST
RUN pip3 install --no-build-isolation git+https://github.com/graphdeco-inria/diff-gaussian-rasterization
