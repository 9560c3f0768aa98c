# What numba-cuda[cu12] depends on brings the headers.
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "numba-cuda[cu12]==0.15.1" cupy-cuda12x==13.4.1
CMD ["python3", "app.py"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS unpinned
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "numba-cuda[cu12]" cupy-cuda12x==13.4.1
CMD ["python3", "app.py"]
