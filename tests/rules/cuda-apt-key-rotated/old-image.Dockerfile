FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel
RUN apt-get update && apt-get install -y git
#   ^^^^^^^^^^^^^^ cuda-apt-key-rotated: pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel lists NVIDIA's apt repository with the key that was replaced on 2022-04-28
