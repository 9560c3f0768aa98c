# flags: --driver 470.82.01 --gpu A100
FROM nvidia/cuda:12.2.2-base-ubuntu22.04
RUN apt-get -s purge -y cuda-compat-12-2
RUN apt-get purge -y cuda-compat-12-2 || true
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.1.2 --index-url https://download.pytorch.org/whl/cu121
