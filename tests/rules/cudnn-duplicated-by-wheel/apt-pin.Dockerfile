FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04
RUN apt-get update && apt-get install -y python3-venv libcudnn9-cuda-13=9.23.0.39-1
RUN python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu130
#                             ^^^^^^^^^^^^^ cudnn-duplicated-by-wheel: then takes from cuDNN 9.23.0.39 of the system
