# What lies in the toolkit is no toolkit, and another library is none either.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN rm -rf /usr/local/cuda/doc /usr/local/cuda/samples && apt-get purge -y libcudnn9-dev-cuda-12 cuda-compat-*
RUN apt-get update && apt-get install -y cuda-toolkit-11-8
#                                        ^^^^^^^^^^^^^^^^^ base-toolkit-reinstalled: cuda-toolkit-11-8 installs the toolkit of CUDA 11.8 over nvidia/cuda:12.4.1-devel-ubuntu22.04, which has 12.4.1
