FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3 && update-alternatives --install /usr/bin/python python /usr/bin/python3 1
CMD ["python", "app.py"]
