# NVIDIA's wheels bring it, and plain jax has no GPU code.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12]==0.5.3" "numba-cuda[cu12]==0.15.0"
COPY . /app
ENTRYPOINT ["/app/start.sh"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS nvcc
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.5.3" nvidia-cuda-nvcc-cu12
