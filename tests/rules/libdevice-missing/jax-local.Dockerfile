FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.5.3"
#                 ^^^^^^^^^^^^^^^^^^^^^^^^ libdevice-missing: compiles for the GPU when it is used
