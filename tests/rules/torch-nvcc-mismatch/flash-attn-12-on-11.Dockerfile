FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
#                                     ^^^^^^^^^^^^^^^^^ torch-nvcc-mismatch: flash-attn 2.8.2 is compiled with nvcc 12.6
