FROM nvidia/cuda:12.4.1-base-ubuntu22.04
RUN apt-get update && apt-get install -y wget && wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O /tmp/m.sh && bash /tmp/m.sh -b -p /opt/conda
ENV PATH=/opt/conda/bin:$PATH
RUN pip install numpy
CMD ["python", "app.py"]
