# refused: a RUN removes python3-dev, which the second stage would not have
FROM nvidia/cuda:12.1.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip python3-dev ninja-build 
RUN pip3 install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
ENV TORCH_CUDA_ARCH_LIST="8.0;8.6"
RUN pip3 install --no-build-isolation flash-attn==2.6.3
COPY serve.py /serve.py
RUN apt-get purge -y python3-dev && apt-get autoremove -y
CMD ["python3", "/serve.py"]
