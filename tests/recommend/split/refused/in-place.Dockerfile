# refused: setup.py compiles in place: what it makes stays where the sources are
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install torch==2.4.1
WORKDIR /app
COPY . /app
RUN python3 setup.py build_ext --inplace
CMD ["python3", "serve.py"]
