FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN CMAKE_ARGS="-DGGML_CUDA=on" pip3 install llama-cpp-python==0.3.2
