FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y build-essential nvidia-cuda-toolkit
#                                                        ^^^^^^^^^^^^^^^^^^^ base-toolkit-reinstalled: installs the toolkit of CUDA 11.5 over nvidia/cuda:12.4.1-devel-ubuntu22.04, which has 12.4.1
