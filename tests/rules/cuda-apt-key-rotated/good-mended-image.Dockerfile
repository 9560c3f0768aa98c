FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-devel
RUN rm -f /etc/apt/sources.list.d/cuda.list /etc/apt/sources.list.d/nvidia-ml.list
RUN apt-get update
FROM pytorch/pytorch:1.9.0-cuda11.1-cudnn8-runtime
RUN apt-get update
FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-devel
RUN apt-get update
FROM nvidia/cuda:11.8.0-devel-ubuntu20.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ image-eol: nvidia/cuda:11.8.0-devel-ubuntu20.04 builds on Ubuntu 20.04, which is out of support since 2025-05-29
RUN apt-get update
