FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS builder
RUN apt-get update && apt-get install -y wget git build-essential
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-py310_23.5.2-0-Linux-x86_64.sh -O m.sh && bash m.sh -b -p /opt/conda
ENV PATH=/opt/conda/bin:$PATH
RUN pip install torch==2.0.1+cu118 --index-url https://download.pytorch.org/whl/cu118
ENV TORCH_CUDA_ARCH_LIST="8.6" FORCE_CUDA=1
RUN pip install --no-build-isolation git+https://github.com/facebookresearch/pytorch3d.git@stable

FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04
ENV PATH=/opt/conda/bin:$PATH
ENV TORCH_CUDA_ARCH_LIST="8.6" FORCE_CUDA=1
COPY --from=builder /opt/conda /opt/conda
COPY . /app
WORKDIR /app
CMD ["python","main.py"]
