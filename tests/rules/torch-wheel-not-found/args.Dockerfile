FROM python:3.10-slim
ARG TORCH=2.6.0
ARG CU=cu121
RUN pip install torch==${TORCH}+${CU} --index-url https://download.pytorch.org/whl/${CU}
#               ^^^^^^^^^^^^^^^^^^^^^ torch-wheel-not-found: torch==2.6.0+cu121 cannot be found: that build was never published
