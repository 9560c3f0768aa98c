# A link decides which of the two toolkits is on PATH.
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip git cuda-toolkit-11-8
#                                                        ^^^^^^^^^^^^^^^^^ base-toolkit-reinstalled: cuda-toolkit-11-8 installs the toolkit of CUDA 11.8 over nvidia/cuda:12.4.1-devel-ubuntu22.04, which has 12.4.1
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install --no-build-isolation git+https://github.com/state-spaces/mamba
