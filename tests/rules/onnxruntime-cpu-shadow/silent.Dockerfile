# The GPU one comes last, or alone; the CPU one goes; another environment.
FROM python:3.11-slim AS last
RUN pip install onnxruntime==1.21.0
RUN pip install "onnxruntime-gpu[cuda,cudnn]==1.21.0"
FROM python:3.11-slim AS again
RUN pip install onnxruntime "onnxruntime-gpu[cuda,cudnn]" \
    && pip uninstall --yes onnxruntime-gpu \
    && pip install "onnxruntime-gpu[cuda,cudnn]"
FROM python:3.11-slim AS forced
RUN pip install "onnxruntime-gpu[cuda,cudnn]==1.21.0" faster-whisper==1.2.1
RUN pip install --force-reinstall --no-deps "onnxruntime-gpu[cuda,cudnn]==1.21.0"
FROM python:3.11-slim AS cpu
RUN pip install onnxruntime faster-whisper
FROM python:3.11-slim AS gone
RUN pip install "onnxruntime-gpu[cuda,cudnn]" onnxruntime && pip uninstall -y onnxruntime onnxruntime-gpu
