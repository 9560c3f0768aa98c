FROM ubuntu:18.04
RUN curl -fsSL -o /tmp/key.pub https://developer.download.nvidia.com/compute/cuda/repos/ubuntu1804/x86_64/7fa2af80.pub
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
RUN echo "d1be581509378368edeec8c1eb2958702feedf3bc3d17011adbf24efacce4ab5  /tmp/key.pub" | sha256sum -c - && apt-key add /tmp/key.pub
