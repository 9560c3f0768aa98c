FROM ubuntu:18.04
ADD --checksum=sha256:d1be581509378368edeec8c1eb2958702feedf3bc3d17011adbf24efacce4ab5 https://developer.download.nvidia.com/compute/cuda/repos/ubuntu1804/x86_64/7fa2af80.pub /tmp/key.pub
#                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
RUN apt-key add /tmp/key.pub
