# 9.12 to 9.22 have no such part, nor is the line of CUDA 12 concerned.
FROM nvidia/cuda:13.0.2-cudnn-runtime-ubuntu24.04 AS image
RUN apt-get update && apt-get install -y python3-venv && python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu130

FROM nvidia/cuda:12.6.3-runtime-ubuntu24.04 AS other-line
RUN apt-get update && apt-get install -y python3-venv libcudnn9-cuda-12=9.23.0.39-1
RUN python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu126
