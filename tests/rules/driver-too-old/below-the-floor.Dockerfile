# flags: --driver 440.33.01
FROM python:3.11-slim
RUN pip install torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118
#               ^^^^^^^^^^^^ driver-too-old: torch 2.0.1+cu118 needs NVIDIA driver >= 450.80.02
