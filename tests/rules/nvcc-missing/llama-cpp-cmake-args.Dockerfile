FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN CMAKE_ARGS="-DGGML_CUDA=on" pip3 install llama-cpp-python==0.3.2
#                                            ^^^^^^^^^^^^^^^^^^^^^^^ nvcc-missing: llama-cpp-python 0.3.2 needs nvcc
