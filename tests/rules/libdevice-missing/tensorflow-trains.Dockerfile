FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.12.1
#                ^^^^^^^^^^^^^^^^^^ libdevice-missing: tensorflow 2.12.1 compiles for the GPU
COPY train.py .
CMD ["python3", "train.py", "--epochs", "5"]
