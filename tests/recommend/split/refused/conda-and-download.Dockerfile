# refused: a RUN downloads files and builds, too: its parts belong in two stages
FROM nvidia/cuda:11.8.0-devel-ubuntu22.04
RUN apt-get update && apt-get install -y wget git
RUN wget -q https://repo.anaconda.com/miniconda/Miniconda3-py310_23.5.2-0-Linux-x86_64.sh -O m.sh && \
    bash m.sh -b -p /opt/conda && wget https://example.org/model.bin
ENV PATH=/opt/conda/bin:$PATH
RUN pip install torch==2.0.1+cu118 --index-url https://download.pytorch.org/whl/cu118
ENV TORCH_CUDA_ARCH_LIST="8.6" FORCE_CUDA=1
RUN pip install --no-build-isolation git+https://github.com/facebookresearch/pytorch3d.git@stable
CMD ["python","main.py"]
