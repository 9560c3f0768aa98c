# refused: a RUN that does not build names the toolkit's directory
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN ln -s /usr/local/cuda/lib64/stubs/libcuda.so /usr/lib/libcuda.so.1
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
