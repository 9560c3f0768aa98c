# torch brings cuDNN 9, the image has cuDNN 9: there is no libcudnn.so.8 anywhere.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS image
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 torch==2.4.1
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.17.0 needs cuDNN 8, and nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 has cuDNN 9.1.0.70
CMD ["python3", "app.py"]

# Whichever CUDA it finds: torch's is the right one.
FROM nvidia/cuda:13.0.2-cudnn-runtime-ubuntu22.04 AS newer
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
RUN pip3 install tensorflow==2.17.0
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.17.0 needs cuDNN 8, and nvidia/cuda:13.0.2-cudnn-runtime-ubuntu22.04 has cuDNN 9.14.0.64
CMD ["python3", "app.py"]

# NVIDIA's own wheel of the wrong major, beside a part of the toolkit.
FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS wheels
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install tensorflow==2.17.0 nvidia-cudnn-cu12==9.1.0.70 nvidia-cublas-cu12==12.4.5.8
#                ^^^^^^^^^^^^^^^^^^ tf-cuda-mismatch: tensorflow 2.17.0 needs cuDNN 8, and nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 has cuDNN 9.1.0.70
CMD ["python3", "app.py"]
