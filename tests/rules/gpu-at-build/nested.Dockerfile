FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN bash -c 'nvidia-smi && echo ok'
#            ^^^^^^^^^^ gpu-at-build: nvidia-smi needs a GPU, and a build step has none
