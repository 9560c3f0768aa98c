# refused: a package is installed in editable form: it stays where its sources are
FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install torch==2.4.1
WORKDIR /app
COPY . /app
RUN pip install --no-build-isolation -e .
RUN pip install flash-attn==2.6.3 --no-build-isolation
CMD ["python3", "serve.py"]
