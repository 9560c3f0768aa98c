FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN bash -norc -c nvidia-smi
#                 ^^^^^^^^^^ gpu-at-build
RUN bash +n -c nvidia-smi
#              ^^^^^^^^^^ gpu-at-build
