# A torch whose cuDNN is 8.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS eight
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.3.1
CMD ["python3", "app.py"]

# The image has the right one.
FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS image
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1
CMD ["python3", "app.py"]

# TensorFlow's own wheels.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS own
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install 'tensorflow[and-cuda]==2.17.0'
CMD ["python3", "app.py"]

# NVIDIA's wheel of the right major beside torch.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS wheel
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install torch==2.4.1
RUN pip3 install tensorflow==2.17.0 nvidia-cudnn-cu12==8.9.7.29
CMD ["python3", "app.py"]

# Nobody knows which cuDNN these bring: no version, an open one, a build from elsewhere, a package of everything.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS open
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch nvidia-cudnn-cu12
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS range
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1 'nvidia-cudnn-cu12>=8.9'
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS elsewhere
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install --index-url https://pypi.example.org/simple torch==2.4.1
RUN pip3 install tensorflow==2.17.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS other
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1 nvidia-tensorrt==8.4.1.5
CMD ["python3", "app.py"]

# A library path, and a script that may install it.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1
ENV LD_LIBRARY_PATH=/mnt/cudnn8/lib
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS script
RUN apt-get update && apt-get install -y python3 python3-pip
COPY cudnn8.sh /
RUN /cudnn8.sh
RUN pip3 install tensorflow==2.17.0 torch==2.4.1
CMD ["python3", "app.py"]

# Nothing of CUDA in the image, so that nobody meant TensorFlow to use it.
FROM nvidia/cuda:12.4.1-base-ubuntu22.04 AS bare
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1
CMD ["python3", "app.py"]
