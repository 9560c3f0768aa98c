FROM python:3.12-slim AS address
ENV UV_TORCH_BACKEND=auto
RUN pip install uv && uv pip install --system "torch @ https://download.pytorch.org/whl/cu126/torch-2.8.0%2Bcu126-cp312-cp312-manylinux_2_28_x86_64.whl"
FROM python:3.12-slim AS already
RUN pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu126
RUN pip install uv && uv pip install --system accelerate --torch-backend=auto
