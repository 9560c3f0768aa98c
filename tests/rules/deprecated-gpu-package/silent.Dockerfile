# From before it was given up; under the new name; packages that keep their suffix.
FROM python:3.7-slim AS old
RUN pip install tensorflow-gpu==1.15.5
#               ^^^^^^^^^^^^^^^^^^^^^^ cuda-libs-missing: tensorflow-gpu 1.15.5
FROM python:3.11-slim AS new
RUN pip install "tensorflow[and-cuda]==2.16.1"
FROM python:3.11-slim AS suffix
RUN pip install nvidia-cudnn-cu13 nvidia-nccl-cu13 nvidia-nvshmem-cu13 nvidia-cublas-cu12
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS image
RUN echo ready
