FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
COPY server.py .
CMD ["python3", "server.py"]
