FROM --platform=linux/arm64 python:3.10-slim
RUN pip install torch==2.1.0 --index-url https://download.pytorch.org/whl/cu121
#               ^^^^^^^^^^^^ torch-wheel-not-found: torch==2.1.0 cannot be found: no wheel for linux_aarch64
