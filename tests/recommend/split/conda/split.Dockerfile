FROM nvidia/cuda:12.1.1-devel-ubuntu22.04 AS builder
ENV PATH=/opt/conda/bin:$PATH
RUN apt-get update && apt-get install -y wget git libglib2.0-0
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-py310_24.5.0-0-Linux-x86_64.sh -O /tmp/miniconda.sh && \
    bash /tmp/miniconda.sh -b -p /opt/conda && \
    rm /tmp/miniconda.sh
RUN pip install torch==2.3.1
RUN pip install flash-attn==2.6.3 --no-build-isolation

FROM nvidia/cuda:12.1.1-runtime-ubuntu22.04
ENV PATH=/opt/conda/bin:$PATH
RUN apt-get update && apt-get install -y git libglib2.0-0
COPY --from=builder /opt/conda /opt/conda
WORKDIR /app
COPY . /app
CMD ["python", "serve.py"]
