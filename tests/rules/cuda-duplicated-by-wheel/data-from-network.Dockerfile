# Weights are no program.
FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-duplicated-by-wheel: nvidia/cuda:12.6.3-runtime-ubuntu22.04 ships CUDA's libraries a second time
RUN apt-get update && apt-get install -y python3-pip curl
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN curl -fsSL -o /opt/model.safetensors https://example.com/model.safetensors
COPY app.py /app/
CMD ["python3", "/app/app.py"]
