FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y cuda-libraries-12-2
#                                        ^^^^^^^^^^^^^^^^^^^ base-toolkit-reinstalled: installs the libraries of CUDA 12.2
