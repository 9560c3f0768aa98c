FROM ubuntu:22.04
RUN apt-get update && apt-get install -y python3-pip git
ENV VLLM_TARGET_DEVICE=cpu
RUN git clone https://github.com/vllm-project/vllm.git && cd vllm && pip3 install --no-build-isolation .
RUN pip3 install git+https://github.com/pytorch/pytorch
