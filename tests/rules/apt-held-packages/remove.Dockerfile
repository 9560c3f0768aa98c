FROM nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04
RUN apt-get remove --purge -y 'libcudnn8*'
#                             ^^^^^^^^^^^^ apt-held-packages: apt does not remove libcudnn8: nvidia/cuda:12.2.2-cudnn8-devel-ubuntu22.04 holds it
