FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libcudnn8
#                                        ^^^^^^^^^ cudnn-apt-unpinned: apt takes libcudnn8 8.9.6.50-1+cuda12.2 or newer, and the image has CUDA 11.8.0
