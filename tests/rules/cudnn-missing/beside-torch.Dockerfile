FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install torch==2.3.1 onnxruntime-gpu==1.20.1
#                             ^^^^^^^^^^^^^^^^^^^^^^^ cudnn-missing: onnxruntime-gpu 1.20.1 needs cuDNN 9, and nvidia/cuda:12.6.3-runtime-ubuntu22.04 has none
CMD ["python3", "app.py"]
