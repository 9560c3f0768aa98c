# refused: a RUN calls ln and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip && \
    ln -s /usr/bin/python3 /usr/bin/python && \
    pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python", "serve.py"]
