ARG CUDA_TAG=12.6.3-cudnn-devel-ubuntu22.04
FROM nvidia/cuda:$CUDA_TAG
#    ^^^^^^^^^^^^^^^^^^^^^ devel-in-final: ships the whole CUDA toolkit
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
RUN pip3 install transformers accelerate
WORKDIR /srv
COPY . .
ENTRYPOINT ["python3", "-m", "transformers.commands.transformers_cli"]
