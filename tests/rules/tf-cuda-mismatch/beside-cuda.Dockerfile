# torch brings CUDA 10.2, the image has CUDA 12: there is no CUDA 11 anywhere.
FROM nvidia/cuda:12.4.1-cudnn-runtime-rockylinux8 AS torch
RUN dnf install -y python3 python3-pip
RUN pip3 install tensorflow==2.4.1 torch==1.7.1
#                ^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.4.1 needs CUDA 11.0 and cuDNN 8, and nvidia/cuda:12.4.1-cudnn-runtime-rockylinux8 has CUDA 12.4.1 and cuDNN 9.1.0.70
CMD ["python3", "app.py"]

# A path to where the loader looks anyway changes nothing.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS path
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64:$LD_LIBRARY_PATH
RUN pip3 install tensorflow==2.15.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.15.0 needs CUDA 12 and cuDNN 8, and nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 has CUDA 11.8.0
CMD ["python3", "app.py"]

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS versioned
RUN apt-get update && apt-get install -y python3-pip
ENV LD_LIBRARY_PATH=/usr/local/cuda-11.8/lib64:/usr/local/cuda/extras/CUPTI/lib64
RUN pip3 install tensorflow==2.15.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.15.0 needs CUDA 12 and cuDNN 8, and nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 has CUDA 11.8.0
CMD ["python3", "app.py"]
