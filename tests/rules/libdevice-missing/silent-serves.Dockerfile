# It trains nothing: no function is compiled. Before 2.11 it needed none either.
FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS serve
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.12.1
COPY serve.py .
CMD ["python3", "serve.py"]

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS older
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install tensorflow==2.10.1 "numpy<2"
COPY train.py .
CMD ["python3", "train.py"]
