# flags: --gpu "RTX 5090"
FROM python:3.11-slim
RUN pip install torch==2.6.0 --index-url https://download.pytorch.org/whl/cu124
#               ^^^^^^^^^^^^ gpu-arch-not-in-wheel: torch 2.6.0+cu124 has no code for GeForce RTX 5090 (sm_120), which this project declares
