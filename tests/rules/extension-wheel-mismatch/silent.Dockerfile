# What fits: torch, CUDA, ABI, Python; a later patch of torch; the CUDA of the same major.
FROM python:3.10-slim AS fits
RUN pip install torch==2.6.0
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.7.4.post1/flash_attn-2.7.4.post1+cu12torch2.6cxx11abiFALSE-cp310-cp310-linux_x86_64.whl
FROM python:3.10-slim AS newer-abi
RUN pip install torch==2.7.1
RUN pip install https://github.com/Dao-AILab/flash-attention/releases/download/v2.8.0.post2/flash_attn-2.8.0.post2+cu12torch2.7cxx11abiTRUE-cp310-cp310-linux_x86_64.whl
FROM python:3.10-slim AS patch
RUN pip install torch==2.4.1
RUN pip install torch-scatter -f https://data.pyg.org/whl/torch-2.4.0+cu121.html
FROM python:3.10-slim AS minor
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu124
RUN pip install https://data.pyg.org/whl/torch-2.4.0%2Bcu121/torch_scatter-2.1.2%2Bpt24cu121-cp310-cp310-linux_x86_64.whl
