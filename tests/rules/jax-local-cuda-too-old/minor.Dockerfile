FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.25"
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^ jax-local-cuda-too-old: jax 0.4.25 needs CUDA >= 12.3, and nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 has CUDA 12.2.2
