FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install torch==2.3.1 onnxruntime-gpu==1.20.1
#                             ^^^^^^^^^^^^^^^^^^^^^^^ cudnn-major-mismatch: onnxruntime-gpu 1.20.1 needs cuDNN 9, and nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 has cuDNN 8.9.6.50
CMD ["python3", "app.py"]
