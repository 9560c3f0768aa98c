FROM python:3.11-slim
RUN pip install uv && uv pip install --system torch==2.6.0 --extra-index-url https://download.pytorch.org/whl/cu121
#                                             ^^^^^^^^^^^^ torch-wheel-not-found: torch==2.6.0 cannot be found: it is not on https://download.pytorch.org/whl/cu121
