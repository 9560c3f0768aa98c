FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation torch-scatter torch-sparse==0.6.18
#                                     ^^^^^^^^^^^^^ force-cuda-missing: torch-scatter is built for the CPU only
#                                                   ^^^^^^^^^^^^^^^^^^^^ force-cuda-missing: torch-sparse 0.6.18 is built
