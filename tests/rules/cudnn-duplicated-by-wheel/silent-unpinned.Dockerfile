# Which cuDNN apt installs is not known.
FROM nvidia/cuda:13.0.2-runtime-ubuntu24.04
RUN apt-get update && apt-get install -y python3-venv libcudnn9-cuda-13
RUN python3 -m venv /opt/venv
RUN /opt/venv/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cu130
