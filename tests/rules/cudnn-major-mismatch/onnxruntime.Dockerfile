FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install onnxruntime-gpu==1.20.1
#                ^^^^^^^^^^^^^^^^^^^^^^^ cudnn-major-mismatch: onnxruntime-gpu 1.20.1 needs cuDNN 9
