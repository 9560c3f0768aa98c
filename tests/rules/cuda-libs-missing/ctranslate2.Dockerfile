FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install ctranslate2==4.6.3
#                ^^^^^^^^^^^^^^^^^^ cuda-libs-missing: ctranslate2 4.6.3 needs the CUDA libraries of CUDA 12, and nvidia/cuda:12.4.1-base-ubuntu22.04 has none
