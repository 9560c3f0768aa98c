ARG CUDA=12.4.1
ARG FLAVOR=base
FROM nvidia/cuda:${CUDA}-${FLAVOR}-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
ARG CT2=4.6.3
RUN pip3 install "ctranslate2==${CT2}"
#                ^^^^^^^^^^^^^^^^^^^^^ cuda-libs-missing: ctranslate2 4.6.3
