FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y --no-install-recommends cuda-toolkit-12-6
#                                                                ^^^^^^^^^^^^^^^^^ base-toolkit-reinstalled: cuda-toolkit-12-6 installs the toolkit of CUDA 12.6
