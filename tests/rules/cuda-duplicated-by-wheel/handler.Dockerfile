FROM nvidia/cuda:12.1.1-cudnn8-runtime-ubuntu22.04
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cuda-duplicated-by-wheel: torch 2.1.1+cu121 brings its own
RUN apt-get update && apt-get install -y --no-install-recommends python3.11 python3.11-venv git
RUN python3.11 -m venv /.venv
RUN /.venv/bin/python -m pip install torch==2.1.1 --index-url https://download.pytorch.org/whl/cu121
RUN /.venv/bin/python -m pip install diffusers transformers accelerate safetensors scipy "numpy<2" \
    aiohttp huggingface-hub hf_transfer setuptools Pillow
COPY handler.py /
CMD ["/.venv/bin/python", "-u", "/handler.py"]
