# ctranslate2 and onnxruntime load the image's libraries.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install onnxruntime-gpu==1.20.1
COPY app.py .
CMD ["python3", "app.py"]
