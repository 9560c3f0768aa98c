FROM python:3.10-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu118
RUN pip install https://data.pyg.org/whl/torch-2.4.0%2Bcu121/torch_scatter-2.1.2%2Bpt24cu121-cp310-cp310-linux_x86_64.whl
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ extension-wheel-mismatch: torch-scatter 2.1.2+pt24cu121 is for CUDA 12.1, and there is torch 2.4.1+cu118, which is for CUDA 11.8
