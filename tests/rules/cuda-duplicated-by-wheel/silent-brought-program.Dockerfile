# Programs and libraries of the context or the network may link the image's CUDA.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS base
RUN apt-get update && apt-get install -y python3-pip curl
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126

FROM base AS library
COPY libkernels.so /app/
COPY app.py /app/
CMD ["python3", "/app/app.py"]

FROM base AS directory
COPY lib/ /app/lib/
COPY app.py /app/
CMD ["python3", "/app/app.py"]

FROM base AS program
COPY server /usr/local/bin/server
COPY app.py /app/
CMD ["python3", "/app/app.py"]

FROM base AS archive
ADD engine.tar.gz /opt/engine
COPY app.py /app/
CMD ["python3", "/app/app.py"]

FROM base AS network
RUN curl -fsSL -o /opt/llama-server https://example.com/llama-server && chmod +x /opt/llama-server
COPY app.py /app/
CMD ["python3", "/app/app.py"]

FROM base AS remote
ADD https://example.com/engine /opt/engine
COPY app.py /app/
CMD ["python3", "/app/app.py"]
