# flags: --driver 470.82.01
FROM python:3.11-slim AS export
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
COPY model.py .
RUN python model.py --export /model.onnx
FROM python:3.11-slim
COPY --from=export /model.onnx /model.onnx
