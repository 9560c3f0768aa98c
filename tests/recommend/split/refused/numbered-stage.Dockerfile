# refused: a later stage names stages by their numbers
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04 AS server
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install torch==2.4.1
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
FROM debian:12 AS files
COPY list /list
FROM debian:12
COPY --from=1 /list /list
