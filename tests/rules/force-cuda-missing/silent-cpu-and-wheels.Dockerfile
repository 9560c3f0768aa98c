FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install torch-scatter -f https://data.pyg.org/whl/torch-2.6.0+cu118.html
ARG FORCE_CUDA
RUN pip3 install --no-build-isolation git+https://github.com/facebookresearch/detectron2
FROM python:3.10-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cpu
RUN pip install --no-build-isolation torch-scatter
