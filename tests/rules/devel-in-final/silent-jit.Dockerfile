FROM nvidia/cuda:12.6.3-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3-pip
RUN pip3 install sglang==0.5.20
CMD ["python3", "-m", "sglang.launch_server"]
