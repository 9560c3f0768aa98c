FROM nvidia/cuda:12.6.3-base-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu126
CMD ["python3", "app.py"]
