FROM nvidia/cuda:13.0.1-devel-ubuntu24.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:13.0.1-devel-ubuntu24.04: NVIDIA's support for CUDA 13.0.1 ended by 2025-12-15
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install --break-system-packages cupy-cuda12x==13.6.0
#                                        ^^^^^^^^^^^^^^^^^^^^ cupy-wheel-mismatch: cupy-cuda12x 13.6.0 needs the CUDA libraries of CUDA 12
CMD ["python3", "-c", "import cupy"]
