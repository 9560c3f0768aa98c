# refused: a step runs ./install.sh: what that leaves behind is not known
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN ./install.sh
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
