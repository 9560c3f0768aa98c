FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python-is-python3
CMD ["python", "app.py"]
