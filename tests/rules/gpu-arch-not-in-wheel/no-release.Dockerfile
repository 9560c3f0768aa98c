# flags: --gpu "RTX 5090"
FROM python:3.8-slim
RUN pip install torch==1.13.0+cu117 --extra-index-url https://download.pytorch.org/whl/cu117
#               ^^^^^^^^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 1.13.0+cu117 has no code for
