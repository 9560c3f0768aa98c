# flags: --gpu sm_90
FROM python:3.8-slim
RUN python -m pip install "torch==1.12.1+cu116" torchvision==0.13.1+cu116 \
#                          ^^^^^^^^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 1.12.1+cu116 has no code for sm_90, which this project declares
    --extra-index-url https://download.pytorch.org/whl/cu116
