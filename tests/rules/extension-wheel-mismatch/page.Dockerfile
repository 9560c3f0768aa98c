FROM python:3.10-slim
RUN pip install torch==2.4.1
RUN pip install torch-scatter -f https://data.pyg.org/whl/torch-2.3.0+cu121.html
#                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ extension-wheel-mismatch: the wheels of torch-scatter on this page are for torch 2.3.0, and there is torch 2.4.1
