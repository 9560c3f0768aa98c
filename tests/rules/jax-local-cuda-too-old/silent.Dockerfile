# New enough; wheels of NVIDIA's; the CPU; a path of one's own.
FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04 AS enough
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.4.30"
FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12]==0.4.25"
FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/opt/cuda-12.4/lib64
RUN pip3 install "jax[cuda12_local]==0.4.25"
