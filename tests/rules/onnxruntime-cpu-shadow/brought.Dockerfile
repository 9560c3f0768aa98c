FROM python:3.11-slim
RUN pip install "onnxruntime-gpu[cuda,cudnn]==1.21.0"
RUN pip install faster-whisper==1.2.1
#               ^^^^^^^^^^^^^^^^^^^^^ onnxruntime-cpu-shadow: faster-whisper 1.2.1 brings onnxruntime, which overwrites onnxruntime-gpu 1.21.0
