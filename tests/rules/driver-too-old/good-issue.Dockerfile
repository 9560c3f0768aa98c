# flags: --driver 470.82.01 --gpu A100
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.0.1+cu118 --index-url https://download.pytorch.org/whl/cu118
