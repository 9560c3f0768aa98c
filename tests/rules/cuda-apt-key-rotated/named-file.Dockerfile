FROM ubuntu:18.04
RUN wget https://developer.download.nvidia.com/compute/cuda/repos/ubuntu1804/x86_64/7fa2af80.pub && apt-key add 7fa2af80.pub
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
