# refused: a RUN downloads files and builds, too: its parts belong in two stages
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip wget
RUN wget -q https://example.com/weights.bin -O /models/weights.bin && pip install torch==2.4.1 && rm -rf /root/.cache
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
