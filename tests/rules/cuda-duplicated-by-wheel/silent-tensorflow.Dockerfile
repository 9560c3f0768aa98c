# Without its extra TensorFlow takes the image's libraries; 2.16 with it does not find its own.
FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS plain
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.16.1 torch==2.3.1
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.2.2-cudnn8-runtime-ubuntu22.04 AS extra
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "tensorflow[and-cuda]==2.16.1"
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.4.1-cudnn-runtime-ubuntu22.04 AS other-extra
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 "transformers[onnx-gpu]"
CMD ["python3", "app.py"]
