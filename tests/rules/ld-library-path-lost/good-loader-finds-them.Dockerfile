# What nvidia/cuda sets stands in /etc/ld.so.conf.d/nvidia.conf as well.
FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
ENV LD_LIBRARY_PATH=/opt/tools/lib
CMD ["nvidia-smi"]
