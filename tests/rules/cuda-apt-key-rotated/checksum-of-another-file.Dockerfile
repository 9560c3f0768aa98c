FROM ubuntu:18.04
RUN apt-key adv --fetch-keys https://developer.download.nvidia.com/compute/cuda/repos/ubuntu1804/x86_64/7fa2af80.pub
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-apt-key-rotated: 7fa2af80 is not the key of NVIDIA's CUDA repository any more; it is 3bf863cc since 2022-04-28
RUN curl -fsSLO https://example.com/tool.tgz && echo "d1be581509378368edeec8c1eb2958702feedf3bc3d17011adbf24efacce4ab5  tool.tgz" | sha256sum -c -
