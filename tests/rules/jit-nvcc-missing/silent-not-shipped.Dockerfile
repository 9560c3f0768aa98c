FROM nvidia/cuda:12.6.3-runtime-ubuntu22.04 AS lists
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20 && pip3 freeze > /list
FROM registry.example.com/serving:1
COPY --from=lists /list /list
RUN pip install sglang==0.5.20
