FROM python:3.12-slim
RUN pip install uv && uv pip install --system vllm --torch-backend=auto
#                                                                  ^^^^ torch-backend-auto: --torch-backend=auto goes by the driver
