FROM nvidia/cuda:11.8.0-cudnn8-devel-ubuntu22.04
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04
FROM nvidia/cuda:12.3.2-cudnn9-devel-ubuntu22.04
FROM docker.io/nvidia/cuda:13.0.1-base-ubuntu24.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:13.0.1-base-ubuntu24.04: NVIDIA's support for CUDA 13.0.1 ended by 2025-12-15
