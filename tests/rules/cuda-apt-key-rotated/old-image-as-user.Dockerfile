FROM pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel
USER app
RUN sudo apt-get update
#   ^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: pytorch/pytorch:1.9.0-cuda10.2-cudnn7-devel lists NVIDIA's apt repository with the key that was replaced on 2022-04-28
