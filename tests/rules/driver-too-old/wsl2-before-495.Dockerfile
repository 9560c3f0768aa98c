# flags: --driver 472.50 --host wsl2
FROM python:3.11-slim
RUN pip install torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118
#               ^^^^^^^^^^^^ driver-too-old: torch 2.0.1+cu118 needs NVIDIA driver >= 495, but this project declares 472.50 (Windows)
