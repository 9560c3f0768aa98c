# flags: --driver 516.94 --host wsl2
FROM python:3.11-slim
RUN pip install torch==2.4.1 --index-url https://download.pytorch.org/whl/cu121
#               ^^^^^^^^^^^^ driver-too-old: torch 2.4.1+cu121 needs NVIDIA driver >= 528.33, but this project declares 516.94 (Windows)
