FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install mamba-ssm==2.2.4
#                ^^^^^^^^^^^^^^^^ torch-nvcc-mismatch: mamba-ssm 2.2.4 is compiled with nvcc 11.8
