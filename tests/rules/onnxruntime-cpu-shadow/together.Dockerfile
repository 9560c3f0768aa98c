FROM python:3.11-slim
RUN pip install "onnxruntime-gpu[cuda,cudnn]" onnxruntime
#                                             ^^^^^^^^^^^ onnxruntime-cpu-shadow: onnxruntime overwrites onnxruntime-gpu
