# nvcc brings libdevice, from the image or from apt.
FROM nvidia/cuda:12.6.3-cudnn-devel-ubuntu22.04 AS devel
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install "jax[cuda12_local]==0.5.3"
COPY . /app
CMD ["python3", "/app/serve.py"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS apt
RUN apt-get update && apt-get install -y python3-pip cuda-nvcc-12-6
RUN pip3 install "jax[cuda12_local]==0.5.3"
