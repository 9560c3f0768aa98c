# flags: --driver 496.13 --host wsl2
FROM python:3.11-slim
RUN pip install torch==2.0.1 --index-url https://download.pytorch.org/whl/cu118
