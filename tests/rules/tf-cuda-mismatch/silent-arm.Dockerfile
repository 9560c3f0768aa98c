# TensorFlow's wheels for aarch64 are made without CUDA.
FROM --platform=linux/arm64 nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.15.0
CMD ["python3", "-c", "import tensorflow as tf; assert tf.config.list_physical_devices('GPU')"]
