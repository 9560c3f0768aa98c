FROM nvidia/cuda:12.6.3-base-ubuntu22.04 AS run
RUN apt-get update && apt-get install -y python3-pip
RUN python3 -m pip install --no-cache-dir onnxruntime-gpu==1.20.1
#                                         ^^^^^^^^^^^^^^^^^^^^^^^ cuda-libs-missing: onnxruntime-gpu 1.20.1
CMD ["python3", "serve.py"]
