# Paths of one's own, values that are not known, and a toolkit that may be mounted.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS own
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64:/opt/cuda12/lib
RUN pip3 install tensorflow==2.15.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS unknown
ARG LIBRARIES
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64:$LIBRARIES
RUN pip3 install tensorflow==2.15.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS another
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda-12.2/lib64
RUN pip3 install tensorflow==2.15.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:11.8.0-base-ubuntu22.04 AS mounted
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64
RUN pip3 install tensorflow-gpu==2.10.0
CMD ["python3", "app.py"]

# A torch of the right CUDA beside it.
FROM nvidia/cuda:12.4.1-cudnn-runtime-rockylinux8 AS eleven
RUN dnf install -y python3 python3-pip
RUN pip3 install tensorflow==2.4.1
RUN pip3 install torch==1.7.1+cu110 -f https://download.pytorch.org/whl/torch_stable.html
CMD ["python3", "app.py"]

# Which cuDNN NVIDIA's wheel will be is open.
FROM nvidia/cuda:12.3.2-cudnn9-runtime-ubuntu22.04 AS newest
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.18.0 torch==2.6.0 'nvidia-cudnn-cu12>=9.1'
CMD ["python3", "app.py"]
