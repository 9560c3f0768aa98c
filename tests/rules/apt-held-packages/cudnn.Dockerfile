FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y libcudnn8=8.6.0.163-1+cuda11.8
#                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apt-held-packages: apt does not change libcudnn8: nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 holds it
