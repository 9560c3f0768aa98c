# A mirror that may hold anything, an image of one's own of that name, a wheel of one's own, a dry run.
FROM python:3.11-slim AS mirror
RUN pip install --index-url https://pypi.example.com/simple tensorflow-gpu
FROM registry.example.com/nvidia/cudagl:11.4.2 AS own
RUN echo ready
FROM python:3.11-slim AS wheel
COPY tensorflow_gpu-2.12.0-cp311-cp311-linux_x86_64.whl .
RUN pip install ./tensorflow_gpu-2.12.0-cp311-cp311-linux_x86_64.whl
FROM python:3.11-slim AS words
RUN echo "pip install tensorflow-gpu" # nvidia/cudagl
