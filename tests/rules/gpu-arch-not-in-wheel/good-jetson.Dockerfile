# flags: --gpu "Jetson AGX Orin" --platform linux/arm64
FROM --platform=linux/arm64 python:3.11-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
