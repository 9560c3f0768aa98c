FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
ENV FLASH_ATTENTION_SKIP_CUDA_BUILD=TRUE
RUN pip3 install --no-build-isolation flash-attn==2.8.2
