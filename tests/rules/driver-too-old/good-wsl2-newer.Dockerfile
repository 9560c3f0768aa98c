# flags: --driver 560.94 --host wsl2
FROM nvidia/cuda:11.8.0-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118
