# refused: deepspeed compiles when it runs, or may
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 deepspeed==0.14.4 --no-build-isolation
CMD ["python3", "train_server.py"]
