FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3 && ln -s /usr/bin/python3 /usr/bin/python
RUN python --version
CMD ["python", "app.py"]
