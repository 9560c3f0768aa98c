FROM python:3.11-slim
RUN pip install "onnxruntime-gpu[cuda,cudnn]==1.21.0"
RUN pip install onnxruntime==1.21.0 tqdm
#               ^^^^^^^^^^^^^^^^^^^ onnxruntime-cpu-shadow: onnxruntime 1.21.0 overwrites onnxruntime-gpu 1.21.0
