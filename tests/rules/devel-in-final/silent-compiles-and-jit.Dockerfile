# DeepSpeed compiles its operators again when it runs; a repository may do anything.
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS jit
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation flash-attn==2.8.2
RUN pip3 install deepspeed==0.15.4 mlflow
CMD ["python3", "-m", "mlflow", "server"]

FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS repository
RUN apt-get update && apt-get install -y python3-pip git
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu118
RUN pip3 install --no-build-isolation git+https://github.com/Dao-AILab/flash-attention
RUN pip3 install mlflow
CMD ["python3", "-m", "mlflow", "server"]
