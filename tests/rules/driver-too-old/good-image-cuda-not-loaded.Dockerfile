# flags: --driver 470.82.01
FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
# Only the wheel uses the GPU, and it brings CUDA 11.8.
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
